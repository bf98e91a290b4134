import os

from flask import Flask
from flask_restful import Api

from board.cards import Card, Cards
from board.store import db


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["BOARD_DB"]
    db.init_app(app)
    api = Api(app)
    api.add_resource(Cards, "/boards/<int:board_id>/cards")
    api.add_resource(Card, "/boards/<int:board_id>/cards/<int:card_id>")
    return app
