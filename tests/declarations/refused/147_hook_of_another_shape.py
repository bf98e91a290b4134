"""A hook on changes gets the row before as well."""
from __future__ import annotations

from bedplate import AnyCtx, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@Ticket.on("update")  # wrong
async def tidy(ticket: Ticket, ctx: AnyCtx) -> None:
    ticket.title = ticket.title.strip()


app = App(__name__)
