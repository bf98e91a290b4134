from flask import Flask

from cards.greetings import greetings


def create_app():
    app = Flask(__name__)
    app.register_blueprint(greetings)
    return app
