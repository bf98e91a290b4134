from flask import Flask

from imports.upload import bp


def create_app():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    app.register_blueprint(bp)
    return app
