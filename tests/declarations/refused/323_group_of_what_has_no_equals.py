"""Rows grouped by bytes and by a list, and by a field with the name of the count."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    pass


class Sheet(Resource):
    image: Field[bytes] = field(max=80, group=True)  # wrong
    tags: Field[list[str]] = field(max=5, default_factory=list, group=True)  # wrong
    count: Field[int] = field(group=True)  # wrong

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
