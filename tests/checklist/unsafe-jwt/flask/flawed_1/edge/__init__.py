from flask import Flask

from edge import sensors


def create_app():
    app = Flask("edge")
    app.register_blueprint(sensors.bp)
    return app
