"""A field of the caller is misspelt."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Expr, Field, Resource, User, allow, field


class Role(StrEnum):
    MEMBER, ADMIN = "member", "admin"


class Person(User):
    role: Field[Role] = field(default=Role.MEMBER)


class Page(Resource):
    title: Field[str] = field(max=200)

    @classmethod
    @allow("update")
    def admins(cls, me: type[Person]) -> Expr[bool]:
        return me.rol == Role.ADMIN  # wrong


app = App(__name__, accounts=Person)
