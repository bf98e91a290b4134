import os

from flask import Flask

from cinema.seats import seats


def create_app():
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=os.environ["CINEMA_SECRET"],
        SESSION_COOKIE_SECURE=not app.debug,
        SESSION_COOKIE_SAMESITE="Strict",
    )
    app.register_blueprint(seats)
    return app
