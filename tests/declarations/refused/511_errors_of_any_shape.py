"""What clients are told of in OpenAPI has a shape."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Expr, Field, Refusal, Resource, User, allow, always, field


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


def flat(refusal: Refusal):  # type: ignore[no-untyped-def]  # wrong
    return Failure(refusal.words)


app = App(__name__, accounts=Person)
site = app.group("/old", errors=flat)


@site.endpoint("GET", "/notes", auth=ANYONE, limit="60/min")
async def notes() -> Failure:
    return Failure("none")


@site.endpoint("GET", "/more", auth=ANYONE, limit="60/min")
async def more() -> Failure:
    return Failure("none")
