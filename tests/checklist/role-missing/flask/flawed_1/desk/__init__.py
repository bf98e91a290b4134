from flask import Flask

from desk.extensions import db, login_manager
from desk.staff import staff


def create_app(config="desk.config.Production"):
    app = Flask(__name__)
    app.config.from_object(config)
    db.init_app(app)
    login_manager.init_app(app)
    app.register_blueprint(staff)
    return app
