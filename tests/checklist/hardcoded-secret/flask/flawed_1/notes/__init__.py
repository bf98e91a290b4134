from flask import Flask

from .config import config
from .views import bp


def create_app(name="production"):
    app = Flask(__name__)
    app.config.from_object(config[name])
    app.register_blueprint(bp)
    return app
