import os

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from bakery.orders import orders
from bakery.people import db, login_manager

csrf = CSRFProtect()


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SECRET_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BAKERY"]
    for extension in (db, login_manager, csrf):
        extension.init_app(app)
    csrf.exempt(orders)
    app.register_blueprint(orders)
    return app
