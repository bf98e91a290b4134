"""A computed field that does not say its type."""
from __future__ import annotations

from bedplate import App, Field, Resource, computed, field


class Ticket(Resource):
    hours: Field[int] = field()

    @computed
    @classmethod
    def minutes(cls):  # wrong
        return cls.hours * 60


app = App(__name__)
