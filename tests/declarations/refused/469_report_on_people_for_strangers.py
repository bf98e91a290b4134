"""Personal values in a report for everybody."""
from __future__ import annotations

from bedplate import App, Expr, Field, Report, Resource, User, allow, always, field, group


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
    mail: Field[str] = group(Line.mail)

    @classmethod
    @allow("read", strangers=True, limit="10/min")
    def everybody(cls) -> Expr[bool]:  # wrong
        return always


app = App(__name__, accounts=Person)
