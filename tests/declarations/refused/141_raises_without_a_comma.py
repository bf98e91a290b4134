"""One refusal in brackets is no tuple."""
from __future__ import annotations

from bedplate import App, Conflict, Ctx, Field, Resource, User, action, field


class Closed(Conflict):
    """This ticket is closed."""


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min", raises=(Closed))
    async def solve(self, ctx: Ctx[Person]) -> Ticket:  # wrong
        """Mark as solved."""
        return self


app = App(__name__, accounts=Person)
