from flask import Flask
from flask_cors import CORS

from widgets.api import api


def create_app():
    app = Flask(__name__)
    CORS(app, resources={r"/api/*": {}}, supports_credentials=True)
    app.register_blueprint(api, url_prefix="/api")
    return app
