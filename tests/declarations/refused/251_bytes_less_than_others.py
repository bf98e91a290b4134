"""An order of bytes in a rule."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, allow, field


class Reading(Resource):
    digest: Field[bytes] = field(max=4)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def some(cls) -> Expr[bool]:  # wrong
        return cls.digest < b"a"


app = App(__name__)
