"""The context is that of an account which this application does not have."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Machine, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Robot(Machine):
    pass


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def solve(self, ctx: Ctx[Robot]) -> Ticket:  # wrong
        """Mark as solved."""
        return self


app = App(Ticket, accounts=Person)
