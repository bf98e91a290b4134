"""`== None` is never true in a database."""
from __future__ import annotations

from datetime import datetime

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    closed_at: Field[datetime | None] = field(default=None)

    @classmethod
    @allow("read")
    def still_open(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.closed_at == None  # noqa: E711


app = App(__name__, accounts=Person)
