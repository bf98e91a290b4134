import os
from datetime import timedelta

from flask import Flask
from flask_jwt_extended import JWTManager

from harbour.session import bp, limiter


def create_app():
    app = Flask(__name__)
    app.config.from_mapping(
        JWT_SECRET_KEY=os.environ["HARBOUR_JWT"],
        JWT_ACCESS_TOKEN_EXPIRES=timedelta(minutes=15),
    )
    JWTManager(app)
    limiter.init_app(app)
    app.register_blueprint(bp)
    return app
