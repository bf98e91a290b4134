"""A handler that is given another event than it takes."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Effects, Event, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass(frozen=True)
class TicketSolved(Event):
    ticket: Ticket


@dataclass(frozen=True)
class TicketOpened(Event):
    ticket: Ticket


app = App(__name__)


@app.on(TicketSolved)  # wrong
async def tell(event: TicketOpened, ctx: Effects[System]) -> None:
    """Send a mail."""
