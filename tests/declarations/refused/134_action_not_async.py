"""An action that would hold the loop."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    def solve(self, ctx: Ctx[Person]) -> Ticket:  # wrong
        """Mark as solved."""
        return self


app = App(__name__, accounts=Person)
