"""A rule that raises an error of its own."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def odd(cls, me: type[Person]) -> Expr[bool]:
        return cls.title == {}["title"]  # wrong


app = App(__name__, accounts=Person)
