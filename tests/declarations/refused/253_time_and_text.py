"""A time of day compared with a text."""
from __future__ import annotations

from datetime import time

from bedplate import App, Expr, Field, Resource, allow, field


class Reading(Resource):
    opens: Field[time] = field()

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def some(cls) -> Expr[bool]:  # wrong
        return cls.opens < "09:00"


app = App(__name__)
