"""A chained comparison is an `and`."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    level: Field[int] = field(default=0)


class Document(Resource):
    level: Field[int] = field(default=0)

    @classmethod
    @allow("read")
    def cleared(cls, me: type[Person]) -> Expr[bool]:
        return 0 <= cls.level <= me.level  # wrong


app = App(__name__, accounts=Person)
