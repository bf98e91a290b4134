from flask import Flask
from flask_bcrypt import Bcrypt

bcrypt = Bcrypt()


def create_app():
    app = Flask(__name__)
    app.config.from_prefixed_env("MARKET")
    bcrypt.init_app(app)
    from market.sellers import sellers

    app.register_blueprint(sellers)
    return app
