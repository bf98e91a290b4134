from flask import Flask

from models import db
from people_admin import office


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///people.db"
    db.init_app(app)
    app.register_blueprint(office)
    return app
