"""`in` asks Python whether a list holds an expression."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Expr, Field, Resource, User, allow, field


class Role(StrEnum):
    MEMBER, ADMIN = "member", "admin"


class Person(User):
    role: Field[Role] = field(default=Role.MEMBER)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def staff(cls, me: type[Person]) -> Expr[bool]:
        return me.role in (Role.ADMIN,)  # wrong


app = App(__name__, accounts=Person)
