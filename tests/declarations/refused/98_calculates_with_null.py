"""A time that may be missing is added to."""
from __future__ import annotations

from datetime import datetime, timedelta

from bedplate import App, Expr, Field, Resource, User, allow, field, fn


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    answered_at: Field[datetime | None] = field(default=None)

    @classmethod
    @allow("read")
    def recent(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.answered_at + timedelta(days=1) > fn.now()


app = App(__name__, accounts=Person)
