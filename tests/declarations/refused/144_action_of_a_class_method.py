"""An action of one row above a classmethod."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="5/min")
    @classmethod
    async def tidy_up(cls, ctx: Ctx[Person]) -> None:  # wrong
        """Delete what is old."""


app = App(__name__, accounts=Person)
