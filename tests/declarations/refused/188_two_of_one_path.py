"""Two classes on one path."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


class OldTicket(Resource, path="tickets"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
