"""A member of another enumeration, which happens to have the same words."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Expr, Field, Resource, User, allow, field


class Role(StrEnum):
    MEMBER, ADMIN = "member", "admin"


class Rank(StrEnum):
    MEMBER, ADMIN = "member", "admin"


class Person(User):
    role: Field[Role] = field(default=Role.MEMBER)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("read")
    def staff(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return me.role == Rank.ADMIN


app = App(__name__, accounts=Person)
