import os

from flask import Flask

from forum.account import account
from forum.models import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["FORUM"]
    db.init_app(app)
    app.register_blueprint(account)
    return app
