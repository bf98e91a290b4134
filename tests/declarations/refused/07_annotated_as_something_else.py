"""The annotation says what a row holds instead of what the class declares."""
from __future__ import annotations

from bedplate import App, Resource, field


class Ticket(Resource):
    title: str = field(max=200)  # wrong


app = App(__name__)
