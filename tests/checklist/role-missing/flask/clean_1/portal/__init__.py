import os

from flask import Flask

from portal import admin, me
from portal.people import db, login_manager


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["DATABASE_URL"]
    db.init_app(app)
    login_manager.init_app(app)
    app.register_blueprint(admin.blueprint, url_prefix="/admin")
    app.register_blueprint(me.blueprint, url_prefix="/me")
    return app
