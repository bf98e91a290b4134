"""`auto()` where neither the database nor the clock knows a value."""
from __future__ import annotations

from bedplate import App, Field, Resource, auto


class Ticket(Resource):
    title: Field[str] = auto()  # wrong


app = App(__name__)
