"""A text of any length."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field()  # wrong


app = App(__name__)
