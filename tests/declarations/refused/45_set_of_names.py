"""A set that names a field by a text."""
from __future__ import annotations

from bedplate import App, Field, Resource, field, unique


class Ticket(Resource):
    number: Field[int] = field()
    title: Field[str] = field(max=200)
    once = unique(number, "title")  # wrong


app = App(__name__)
