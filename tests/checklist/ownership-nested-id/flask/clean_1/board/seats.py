from functools import wraps

from flask import request
from flask_restful import abort

from board.store import Board, Player


def own_board(method):
    @wraps(method)
    def seated(self, board_id, **rest):
        player = Player.query.filter_by(key=request.headers.get("X-Api-Key")).first()
        if player is None:
            abort(401)
        board = Board.query.filter_by(id=board_id, player_id=player.id).first()
        if board is None:
            abort(404)
        return method(self, board, **rest)

    return seated
