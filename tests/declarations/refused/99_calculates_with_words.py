"""A number is added to a text."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def odd(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.title + 1 == "x"


app = App(__name__, accounts=Person)
