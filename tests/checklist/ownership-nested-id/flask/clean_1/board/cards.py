from flask_restful import Resource, fields, marshal_with

from board.seats import own_board
from board.store import Card as CardRow
from board.store import db

shape = {"id": fields.Integer, "face": fields.String}


class Cards(Resource):
    @own_board
    @marshal_with(shape)
    def get(self, board):
        return CardRow.query.filter_by(board_id=board.id).limit(60).all()


class Card(Resource):
    @own_board
    @marshal_with(shape)
    def get(self, board, card_id):
        return CardRow.query.filter_by(id=card_id, board_id=board.id).first_or_404()

    @own_board
    def delete(self, board, card_id):
        card = CardRow.query.filter_by(id=card_id, board_id=board.id).first_or_404()
        db.session.delete(card)
        db.session.commit()
        return "", 204
