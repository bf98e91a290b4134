"""An action of which nobody knows whether it decides or acts."""
from __future__ import annotations

from bedplate import App, Field, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def solve(self) -> Ticket:  # wrong
        """Mark as solved."""
        return self


app = App(__name__, accounts=Person)
