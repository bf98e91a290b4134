"""None as the default of what is never null."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200, default=None)  # wrong


app = App(__name__)
