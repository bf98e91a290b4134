import os

from flask import Flask
from flask_login import LoginManager

from models import Person, db
from shelf import shelf

app = Flask(__name__)
app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
db.init_app(app)
app.register_blueprint(shelf)
login = LoginManager(app)


@login.user_loader
def load(number):
    return db.session.get(Person, int(number))
