import os

from flask import Flask
from flask_cors import CORS

from maps.tiles import tiles

cors = CORS(supports_credentials=True, origins=os.environ["MAP_ORIGINS"].split(","))


def create_app():
    app = Flask(__name__)
    cors.init_app(app)
    CORS(tiles)
    app.register_blueprint(tiles)
    return app
