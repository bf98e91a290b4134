import os

from flask import Flask
from flask_login import LoginManager

from wiki.pages import blueprint
from wiki.tables import Writer, db


def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ["WIKI_SECRET"]
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["WIKI_DB"]
    db.init_app(app)
    LoginManager(app).user_loader(lambda key: db.session.get(Writer, int(key)))
    app.register_blueprint(blueprint)
    return app
