"""Bytes that are among others."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, allow, field


class Reading(Resource):
    digest: Field[bytes] = field(max=4)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def some(cls) -> Expr[bool]:  # wrong
        return cls.digest.in_((b"a", b"b"))


app = App(__name__)
