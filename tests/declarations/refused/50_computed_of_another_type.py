"""The annotation of a computed field does not fit its expression."""
from __future__ import annotations

from datetime import datetime

from bedplate import App, Expr, Field, Resource, computed, field


class Ticket(Resource):
    hours: Field[int] = field()

    @computed
    @classmethod
    def minutes(cls) -> Expr[datetime]:  # wrong
        return cls.hours * 60


app = App(__name__)
