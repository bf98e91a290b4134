"""A 409 tells whoever writes that somebody else has this secret."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field, unique


class Person(User):
    name: Field[str] = field(max=80)


class Voucher(Resource):
    code: Field[str] = field(max=40, secret=True, unique=True)  # wrong

    @classmethod
    @allow("create")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
