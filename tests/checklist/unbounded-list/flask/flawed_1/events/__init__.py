import os

from flask import Flask
from flask_jwt_extended import JWTManager

from events.api import bp
from events.tables import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["EVENTS"]
    app.config["JWT_SECRET_KEY"] = os.environ["EVENTS_JWT"]
    JWTManager(app)
    db.init_app(app)
    app.register_blueprint(bp, url_prefix="/events")
    return app
