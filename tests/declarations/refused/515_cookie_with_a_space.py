"""A cookie has the name of a token."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import App, Expr, Field, Resource, Sessions, User, allow, always, field


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


app = App(__name__, accounts=Person, sessions=Sessions(cookie="forum session"))  # wrong
