"""Whoever reviews the application reads why."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import SIGNED_IN, App, Expr, Field, Resource, User, allow, always, field


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


@app.endpoint("POST", "/notes", auth=SIGNED_IN, limit="60/min", waive={"csrf-disabled": ""})  # wrong
async def notes() -> Failure:
    return Failure("none")
