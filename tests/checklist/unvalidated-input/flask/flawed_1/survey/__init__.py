import os

from flask import Flask
from flask_pymongo import PyMongo

mongo = PyMongo()


def create_app():
    app = Flask(__name__)
    app.config["MONGO_URI"] = os.environ["MONGO_URI"]
    mongo.init_app(app)
    from survey.answers import answers

    app.register_blueprint(answers)
    return app
