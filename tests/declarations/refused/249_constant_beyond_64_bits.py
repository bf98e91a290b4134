"""A comparison with what no column holds."""
from __future__ import annotations

from bedplate import App, BigInt, Expr, Field, Resource, allow, field


class Reading(Resource):
    count: Field[BigInt] = field()

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def some(cls) -> Expr[bool]:  # wrong
        return cls.count < 2**64


app = App(__name__)
