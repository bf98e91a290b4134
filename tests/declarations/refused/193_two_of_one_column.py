"""Two fields in one column."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)
    subject: Field[str] = field(max=200, column="title")  # wrong


app = App(__name__)
