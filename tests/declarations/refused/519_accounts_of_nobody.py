"""There is nobody who could sign in."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, Accounts, App, Effects, Expr, Field, Resource, User, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Note(Resource):
    text: Field[str] = field(max=80)

    @classmethod
    @allow("read", strangers=True, limit="60/min")
    def all(cls) -> Expr[bool]:
        return always


@dataclass(frozen=True)
class Failure:
    message: str


app = App(Note)


@app.endpoint("POST", "/login", auth=ANYONE, limit="60/min")
async def login(ctx: Effects[None], accounts: Accounts) -> Failure:  # wrong
    return Failure("none")
