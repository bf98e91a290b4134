from flask import Flask

from tracker import config
from tracker.models import db, jwt
from tracker.tasks import bp


def create_app():
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    jwt.init_app(app)
    app.register_blueprint(bp)
    return app
