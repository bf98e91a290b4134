"""A group that is a figure, and a measure that is none."""
from __future__ import annotations

from bedplate import App, Expr, Field, Report, Resource, User, allow, always, field, fn, group, measure


class Person(User):
    pass


class Line(Resource):
    name: Field[str] = field(max=80)
    quantity: Field[int] = field(default=1)
    pin: Field[str] = field(max=4, hidden=True, default="")
    mail: Field[str] = field(max=80, pii=True, default="")

    @classmethod
    @allow("read")
    def seen(cls, me: type[Person]) -> Expr[bool]:
        return always


class Sales(Report, of=Line, limit="30/min"):
    rows: Field[int] = group(fn.count())  # wrong
    quantity: Field[int] = measure(Line.quantity)  # wrong

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
