"""A report of a class that is no resource, and one without a column."""
from __future__ import annotations

from bedplate import App, Expr, Field, Report, Resource, User, allow, always, field, fn, measure


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


class Sales(Report, of=str, limit="30/min"):  # wrong
    rows: Field[int] = measure(fn.count())

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Empty(Report, of=Line, limit="30/min"):  # wrong
    """Neither a group nor a measure."""

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
