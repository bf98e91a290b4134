import os

from flask import Flask
from flask_login import LoginManager

from records import Doctor, db
from visits import visits

app = Flask(__name__)
app.secret_key = os.environ["CLINIC_KEY"]
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["CLINIC_DB"]
db.init_app(app)
login_manager = LoginManager(app)
app.register_blueprint(visits, url_prefix="/patients/<int:patient_id>/visits")


@login_manager.user_loader
def doctor(key):
    return db.session.get(Doctor, int(key))
