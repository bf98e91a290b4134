"""The history of a row has this name."""
from __future__ import annotations

from bedplate import Account, App, Ctx, Expr, Resource, User, action, allow, always


class Person(User):
    pass


class Paper(Resource):
    @action(limit="60/min")
    async def history(self, ctx: Ctx[Person]) -> None:  # wrong
        """Tell."""

    @classmethod
    @allow("read")
    def all(cls, me: type[Account]) -> Expr[bool]:
        return always


app = App(__name__, accounts=(Person,))
