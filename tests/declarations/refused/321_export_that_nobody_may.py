"""An export that no rule opens."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    pass


class Sheet(Resource, export=("csv",)):  # wrong
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
