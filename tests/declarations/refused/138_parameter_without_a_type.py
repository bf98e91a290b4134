"""A parameter of an action that could be anything."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def rename(self, ctx: Ctx[Person], *, title) -> Ticket:  # wrong
        """Give it another title."""
        self.title = title
        return self


app = App(__name__, accounts=Person)
