from flask import Flask

from .api import api
from .models import db, jwt


def create_app(config_file="settings.cfg"):
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_pyfile(config_file)
    db.init_app(app)
    jwt.init_app(app)
    app.register_blueprint(api, url_prefix="/api")
    return app
