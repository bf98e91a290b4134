"""A hook on a verb that is not there."""
from __future__ import annotations

from bedplate import AnyCtx, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@Ticket.on("upsert")  # wrong
async def tidy(ticket: Ticket, ctx: AnyCtx) -> None:
    ticket.title = ticket.title.strip()


app = App(__name__)
