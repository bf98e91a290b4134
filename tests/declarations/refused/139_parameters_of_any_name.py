"""An action that takes whatever comes."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def change(self, ctx: Ctx[Person], **values: str) -> Ticket:  # wrong
        """Change what is given."""
        return self


app = App(__name__, accounts=Person)
