"""What comes from the caller has names."""
from __future__ import annotations

from typing import Annotated

from bedplate import App, Ctx, Field, Resource, User, action, field, rules


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def rename(self, ctx: Ctx[Person], title: Annotated[str, rules(max=200)]) -> Ticket:  # wrong
        """Give it another title."""
        self.title = title
        return self


app = App(__name__, accounts=Person)
