"""An action has no value."""
from __future__ import annotations

from bedplate import App, Ctx, Expr, Field, Resource, User, action, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def solve(self, ctx: Ctx[Person]) -> Ticket:
        """Mark as solved."""
        return self

    @classmethod
    @allow("read")
    def solved(cls, me: type[Person]) -> Expr[bool]:
        return cls.solve.not_null()  # wrong


app = App(__name__, accounts=Person)
