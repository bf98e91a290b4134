"""An option of a rule is misspelt."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, allow, always, field


class Page(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read", stranger=True, limit="60/min")
    def everybody(cls) -> Expr[bool]:  # wrong
        return always


app = App(__name__)
