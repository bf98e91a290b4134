import os

from flask import Flask

from shop.extensions import db, limiter
from shop.sessions import bp


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["SHOP_SECRET"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["SHOP_DB"]
    db.init_app(app)
    limiter.init_app(app)
    limiter.limit("10/minute")(bp)
    app.register_blueprint(bp)
    return app
