import os

from flask import Flask

from archive.search import bp


def create_app():
    app = Flask(__name__)
    app.config["ARCHIVE"] = os.environ["ARCHIVE"]
    app.register_blueprint(bp)
    return app
