"""Kept, and for nobody."""
from __future__ import annotations

from bedplate import Account, App, Expr, Resource, User, allow, always


class Person(User):
    pass


class Paper(Resource, history=True):  # wrong
    @classmethod
    @allow("read")
    def all(cls, me: type[Account]) -> Expr[bool]:
        return always


app = App(__name__, accounts=(Person,))
