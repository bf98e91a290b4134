"""A field with the name of a method of every row."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)
    where: Field[str] = field(max=200)  # wrong


app = App(__name__)
