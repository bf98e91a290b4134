"""A calculation with floats."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, allow, field


class Reading(Resource):
    value: Field[float] = field()

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def some(cls) -> Expr[bool]:  # wrong
        return cls.value + cls.value > 1


app = App(__name__)
