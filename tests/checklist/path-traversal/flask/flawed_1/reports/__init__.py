import os

from flask import Flask

from reports.files import bp


def create_app():
    app = Flask(__name__)
    app.config["REPORTS"] = os.environ["REPORTS"]
    app.register_blueprint(bp)
    return app
