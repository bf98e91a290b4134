"""A hook decides: it is run again after a lost race."""
from __future__ import annotations

from bedplate import App, Effects, Field, Resource, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)


@Ticket.on("create")  # wrong
async def tell(ticket: Ticket, ctx: Effects[Person]) -> None:
    """Send a mail."""


app = App(__name__, accounts=Person)
