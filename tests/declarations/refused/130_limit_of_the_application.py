"""A limit in words that nobody understands."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__, limit="60 per minute")  # wrong
