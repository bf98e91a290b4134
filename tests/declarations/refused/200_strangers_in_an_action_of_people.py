"""Strangers may call an action that counts on a person."""
from __future__ import annotations

from bedplate import App, Ctx, Expr, Field, Resource, User, action, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def solve(self, ctx: Ctx[Person]) -> Ticket:
        """Mark as solved."""
        return self

    @classmethod
    @allow("solve", strangers=True, limit="10/min")
    def everybody(cls) -> Expr[bool]:  # wrong
        return always


app = App(__name__, accounts=Person)
