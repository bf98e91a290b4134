import os

from flask import Flask

from .data import db, login
from .pages import pages


def create_app():
    app = Flask(__name__)
    app.config.update(SECRET_KEY=os.environ["SECRET_KEY"], SQLALCHEMY_DATABASE_URI=os.environ["DB"])
    db.init_app(app)
    login.init_app(app)
    app.register_blueprint(pages)
    return app
