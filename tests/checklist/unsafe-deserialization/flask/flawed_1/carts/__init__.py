from flask import Flask

from carts.basket import basket


def create_app():
    app = Flask(__name__)
    app.register_blueprint(basket)
    return app
