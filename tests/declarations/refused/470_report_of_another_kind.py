"""A column that is not what its annotation says, options that are none, and a time that stands still."""
from __future__ import annotations

from datetime import UTC, datetime

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


class Sales(Report, of=Line, limit="often"):  # wrong
    name: Field[int] = group(Line.name)  # wrong

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Costs(Report, of=Line, limit="30/min", path="Costs!", export=("xlsx",), where=Line.quantity):  # wrong
    rows: Field[int] = measure(fn.count())

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class Late(Report, of=Line, limit="30/min", where=Line.created_at < datetime(2026, 1, 1, tzinfo=UTC)):  # wrong
    rows: Field[int] = measure(fn.count())

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
