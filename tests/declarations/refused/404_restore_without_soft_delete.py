"""What is never marked cannot be brought back."""
from __future__ import annotations

from bedplate import Account, App, Expr, Resource, User, allow, always


class Person(User):
    pass


class Paper(Resource):
    @classmethod
    @allow("restore")
    def all(cls, me: type[Account]) -> Expr[bool]:  # wrong
        return always


app = App(__name__, accounts=(Person,))
