from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from members.login import bp


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env()
    Limiter(get_remote_address, app=app, default_limits=["100/hour"])
    app.register_blueprint(bp)
    return app
