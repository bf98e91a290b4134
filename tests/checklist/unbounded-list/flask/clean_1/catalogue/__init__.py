import os

from flask import Flask

from catalogue.pages import bp
from catalogue.things import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["CATALOGUE"]
    db.init_app(app)
    app.register_blueprint(bp)
    return app
