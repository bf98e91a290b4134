import os

from flask import Flask
from flask_jwt_extended import JWTManager
from flask_wtf import CSRFProtect

from hotel.api import api
from hotel.desk import desk

csrf = CSRFProtect()


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.config["JWT_SECRET_KEY"] = os.environ["JWT_SECRET_KEY"]
    csrf.init_app(app)
    JWTManager(app)
    csrf.exempt(api)
    app.register_blueprint(api, url_prefix="/api")
    app.register_blueprint(desk, url_prefix="/desk")
    return app
