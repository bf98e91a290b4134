"""Brackets are forgotten: `&` binds closer than `==`."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    done: Field[bool] = field(default=False)
    shown: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return cls.done & cls.shown == cls.done  # wrong


app = App(__name__, accounts=Person)
