import os

from flask import Flask

from vote.models import db
from vote.routes import bp, limiter


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["VOTE_SECRET"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["VOTE_DB"]
    db.init_app(app)
    limiter.init_app(app)
    app.register_blueprint(bp)
    return app
