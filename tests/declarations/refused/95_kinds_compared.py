"""A key compared with a word."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Role(StrEnum):
    MEMBER, ADMIN = "member", "admin"


class Person(User):
    role: Field[Role] = field(default=Role.MEMBER)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.author.id == me.role


app = App(__name__, accounts=Person)
