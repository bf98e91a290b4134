import os

from flask import Flask, jsonify, request
from flask_login import LoginManager, current_user, login_required
from flask_wtf.csrf import CSRFProtect

from doors import member_required
from models import Note, Person, db

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
CSRFProtect(app)
db.init_app(app)
login = LoginManager(app)


@login.user_loader
def load(number):
    return db.session.get(Person, int(number))


@app.post("/notes/short")
@login_required
def add():
    db.session.add(Note(words=request.form.get("words", "")[:200], writer_id=current_user.id))
    db.session.commit()
    return jsonify(done=True), 201


@app.post("/notes/long")
@member_required
def add_long():
    db.session.add(Note(words=request.form.get("words", "")[:2000], writer_id=current_user.id))
    db.session.commit()
    return jsonify(done=True), 201
