"""A default that input could not give."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    code: Field[str] = field(max=4, default="urgent")  # wrong


app = App(__name__)
