"""A handler that would try for ever."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Effects, Event, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass(frozen=True)
class TicketSolved(Event):
    ticket: Ticket


app = App(__name__)


@app.on(TicketSolved, retries=-1)  # wrong
async def tell(event: TicketSolved, ctx: Effects[System]) -> None:
    """Send a mail."""
