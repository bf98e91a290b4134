"""A rule about an export that the class does not offer."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    pass


class Page(Resource):
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read", "export")
    def seen(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return always


app = App(__name__, accounts=Person)
