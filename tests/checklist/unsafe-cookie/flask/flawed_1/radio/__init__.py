import os

from flask import Flask

from radio.account import bp, limiter


def create_app():
    app = Flask(__name__)
    app.config["RADIO_KEY"] = os.environ["RADIO_KEY"]
    limiter.init_app(app)
    app.register_blueprint(bp)
    return app
