from flask import Flask

from station.config import CONFIGS
from station.tickets import bp


def create_app(kind="live"):
    app = Flask(__name__)
    app.config.from_object(CONFIGS[kind])
    app.register_blueprint(bp)
    return app
