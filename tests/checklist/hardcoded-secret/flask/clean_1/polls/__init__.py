import os

from flask import Flask

from polls.pages import pages


class Config:
    SECRET_KEY = os.environ["SECRET_KEY"]


class Testing(Config):
    TESTING = True
    SECRET_KEY = "testing"


def create_app(testing=False):
    app = Flask(__name__)
    app.config.from_object(Testing if testing else Config)
    app.register_blueprint(pages)
    return app
