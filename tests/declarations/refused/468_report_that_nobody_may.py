"""A report that no rule opens, and one that nobody may carry away."""
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


class Sales(Report, of=Line, limit="30/min"):  # wrong
    rows: Field[int] = measure(fn.count())


class Costs(Report, of=Line, limit="30/min", export=("csv",)):  # wrong
    rows: Field[int] = measure(fn.count())

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
