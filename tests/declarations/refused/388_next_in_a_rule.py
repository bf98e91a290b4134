"""A number that a rule would draw."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, allow, fn, serial


class Ticket(Resource):
    number: Field[int] = serial(gapless=True)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def early(cls) -> Expr[bool]:  # wrong
        return fn.next(cls.number) < 10


app = App(__name__)
