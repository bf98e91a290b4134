import os

from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required
from flask_wtf.csrf import CSRFProtect

from models import Change, Person, db

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
app.config["CHANNEL"] = os.environ["CHANNEL"]
csrf = CSRFProtect(app)
db.init_app(app)
login = LoginManager(app)


@login.user_loader
def load(number):
    return db.session.get(Person, int(number))


@app.post("/changes")
@login_required
def report():
    note = request.form.get("note", "")[:200]
    db.session.add(Change(note=note, reporter_id=current_user.id))
    db.session.commit()
    return jsonify(done=True)


@csrf.exempt
@app.post("/watch")
def watched():
    if request.headers.get("X-Channel-Sign") != app.config["CHANNEL"]:
        return ""
    db.session.add(Change(note="the drive has changed", reporter_id=None))
    db.session.commit()
    return ""
