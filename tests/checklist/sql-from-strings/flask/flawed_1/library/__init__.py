from flask import Flask

from library import books


def create_app():
    app = Flask(__name__)
    app.config.from_pyfile("library.cfg")
    app.register_blueprint(books.bp)
    return app
