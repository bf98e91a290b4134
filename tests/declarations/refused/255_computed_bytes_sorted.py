"""Computed bytes with an order."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, computed, field


class Reading(Resource):
    digest: Field[bytes | None] = field(max=32)

    @computed(sort=True)
    @classmethod
    def shown(cls) -> Expr[bytes]:  # wrong
        return cls.digest.or_else(b"")


app = App(__name__)
