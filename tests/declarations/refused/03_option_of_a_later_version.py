"""An option that other versions have."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200, since=2)  # wrong


app = App(__name__)
