"""Limits and sign-in are never waived."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Note(Resource):
    text: Field[str] = field(max=80)

    @classmethod
    @allow("read", "create")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always


@dataclass(frozen=True)
class Failure:
    message: str


app = App(__name__, accounts=Person)


@app.endpoint("POST", "/notes", auth=ANYONE, limit="60/min", waive={"missing-rate-limit": "the old server had none"})  # wrong
async def notes() -> Failure:
    return Failure("none")


@app.endpoint("POST", "/more", auth=ANYONE, limit="60/min", waive=("csrf-disabled",))  # type: ignore[arg-type]  # wrong
async def more() -> Failure:
    return Failure("none")
