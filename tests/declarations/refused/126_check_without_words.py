"""A check that does not say what the caller shall read."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, check, field


class Booking(Resource):
    starts: Field[int] = field()
    ends: Field[int] = field()

    @classmethod
    @check
    def ordered(cls) -> Expr[bool]:  # wrong
        return cls.starts < cls.ends


app = App(__name__)
