"""Nobody signs in or out by an action."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import Accounts, App, Effects, Expr, Field, Resource, User, action, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Note(Resource):
    text: Field[str] = field(max=80)

    @classmethod
    @allow("read", "create", "keep")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always

    @action(limit="60/min")
    async def keep(self, ctx: Effects[Person], accounts: Accounts) -> Note:  # wrong
        return self


@dataclass(frozen=True)
class Failure:
    message: str


app = App(__name__, accounts=Person)
