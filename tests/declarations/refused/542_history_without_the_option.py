"""What is not kept cannot be read."""
from __future__ import annotations

from bedplate import Account, App, Expr, Resource, User, allow, always


class Person(User):
    pass


class Paper(Resource):
    @classmethod
    @allow("read", "history")
    def all(cls, me: type[Account]) -> Expr[bool]:  # wrong
        return always


app = App(__name__, accounts=(Person,))
