import os

from flask import Flask

from .models import db, jwt
from .views import users


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["PEOPLE_DB"]
    app.config["JWT_SECRET_KEY"] = os.environ["PEOPLE_JWT"]
    db.init_app(app)
    jwt.init_app(app)
    app.register_blueprint(users, url_prefix="/users")
    return app
