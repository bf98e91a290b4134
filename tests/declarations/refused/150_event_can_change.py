"""An event that a handler could change for the next."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Event, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass
class TicketSolved(Event):  # wrong
    ticket: Ticket


app = App(__name__)
