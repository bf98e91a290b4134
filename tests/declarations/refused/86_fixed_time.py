"""A date that will have passed."""
from __future__ import annotations

from datetime import datetime

from bedplate import App, Expr, Field, Resource, User, allow, field


START = datetime(2026, 1, 1)


class Person(User):
    name: Field[str] = field(max=80)


class Offer(Resource):
    ends_at: Field[datetime] = field()

    @classmethod
    @allow("read")
    def this_year(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.ends_at >= START


app = App(__name__, accounts=Person)
