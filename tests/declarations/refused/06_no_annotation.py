"""A field without an annotation."""
from __future__ import annotations

from bedplate import App, Resource, field


class Ticket(Resource):
    title = field(max=200)  # wrong


app = App(__name__)
