from flask import Flask
from flask_restful import Api

from preview.links import Preview


def create_app():
    app = Flask(__name__)
    Api(app, prefix="/v1").add_resource(Preview, "/preview")
    return app
