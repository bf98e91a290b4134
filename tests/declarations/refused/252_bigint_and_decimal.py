"""A large integer compared with a decimal."""
from __future__ import annotations

from decimal import Decimal

from bedplate import App, BigInt, Expr, Field, Resource, allow, field


class Reading(Resource):
    count: Field[BigInt] = field()
    price: Field[Decimal] = field(places=2)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def some(cls) -> Expr[bool]:  # wrong
        return cls.count > cls.price


app = App(__name__)
