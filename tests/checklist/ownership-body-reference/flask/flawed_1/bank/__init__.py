import os

from flask import Flask

from .orders import standing
from .tables import db, guard


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BANK_DB"]
    app.config["JWT_SECRET_KEY"] = os.environ["BANK_JWT"]
    db.init_app(app)
    guard.init_app(app)
    app.register_blueprint(standing)
    return app
