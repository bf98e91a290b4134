"""Two computed fields, each made of the other."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, computed, field


class Ticket(Resource):
    hours: Field[int] = field()

    @computed
    @classmethod
    def gross(cls) -> Expr[int]:  # wrong
        return cls.net + 1

    @computed
    @classmethod
    def net(cls) -> Expr[int]:  # wrong
        return cls.gross - 1


app = App(__name__)
