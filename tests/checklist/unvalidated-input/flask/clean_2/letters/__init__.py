from flask import Flask

from letters.inbox import inbox


def create_app():
    app = Flask(__name__)
    app.register_blueprint(inbox)
    return app
