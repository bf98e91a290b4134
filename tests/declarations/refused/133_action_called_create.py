"""An action with the name of a built-in verb."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def update(self, ctx: Ctx[Person]) -> Ticket:  # wrong
        """Change the title."""
        return self


app = App(__name__, accounts=Person)
