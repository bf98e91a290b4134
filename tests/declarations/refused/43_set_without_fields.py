"""A unique set of nothing."""
from __future__ import annotations

from bedplate import App, Field, Resource, field, unique


class Ticket(Resource):
    number: Field[int] = field()
    once = unique()  # wrong


app = App(__name__)
