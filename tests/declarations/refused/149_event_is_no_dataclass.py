"""An event without `@dataclass`: it would carry nothing."""
from __future__ import annotations

from bedplate import App, Event, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


class TicketSolved(Event):  # wrong
    ticket: Ticket


app = App(__name__)
