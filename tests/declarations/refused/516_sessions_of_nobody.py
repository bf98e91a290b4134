"""Sessions are of accounts."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Expr, Field, Resource, Sessions, User, allow, always, field


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


app = App(Note, sessions=Sessions(cookie="sid"))  # wrong
