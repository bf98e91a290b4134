from flask import Flask
from flask_smorest import Api

from api.db import db
from api.resources import blp


def create_app(config):
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    Api(app).register_blueprint(blp)
    return app
