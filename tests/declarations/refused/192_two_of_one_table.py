"""Two classes that would write into one table."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


class OldTicket(Resource, table="Ticket"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
