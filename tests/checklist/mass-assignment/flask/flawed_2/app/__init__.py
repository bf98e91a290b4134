from flask import Flask
from flask_jwt_extended import JWTManager

from app.database import init
from app.profile import ProfileView


def build(settings):
    app = Flask(__name__)
    app.config.update(settings)
    JWTManager(app)
    init(app)
    app.add_url_rule("/profile", view_func=ProfileView.as_view("profile"), methods=["GET", "PUT"])
    return app
