"""A hidden field that is grouped by, a secret one that is measured."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    pass


class Sheet(Resource):
    pin: Field[str] = field(max=10, default="", hidden=True, group=True)  # wrong
    worth: Field[int] = field(secret=True, measure=True)  # wrong

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
