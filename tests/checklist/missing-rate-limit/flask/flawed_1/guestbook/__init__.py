import os

from flask import Flask

from guestbook.auth import auth
from guestbook.users import db, login_manager


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    login_manager.init_app(app)
    app.register_blueprint(auth, url_prefix="/auth")
    return app
