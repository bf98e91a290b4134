"""A field that begins with an underscore is never shown."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    _title: Field[str] = field(max=200)  # wrong


app = App(__name__)
