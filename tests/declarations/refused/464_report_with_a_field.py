"""A field in a report, and a check."""
from __future__ import annotations

from bedplate import App, Expr, Field, Report, Resource, User, allow, always, check, field, fn, measure


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
    rows: Field[int] = measure(fn.count())
    name: Field[str] = field(max=80)  # wrong

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Costs(Report, of=Line, limit="30/min"):
    rows: Field[int] = measure(fn.count())

    @classmethod
    @check  # wrong
    def some(cls) -> Expr[bool]:
        """There are some."""
        return cls.rows > 0


app = App(__name__, accounts=Person)
