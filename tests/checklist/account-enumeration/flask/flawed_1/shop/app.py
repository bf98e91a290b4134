import os

from flask import Flask

from shop.door import door, limiter
from shop.models import db


def create_app():
    app = Flask(__name__)
    app.secret_key = os.environ["SHOP_KEY"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["SHOP_DB"]
    db.init_app(app)
    limiter.init_app(app)
    app.register_blueprint(door)
    return app
