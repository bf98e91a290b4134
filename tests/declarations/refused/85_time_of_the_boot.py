"""`datetime.now()` is read once, when the application starts."""
from __future__ import annotations

from datetime import datetime

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Offer(Resource):
    ends_at: Field[datetime] = field()

    @classmethod
    @allow("read")
    def open_ones(cls, me: type[Person]) -> Expr[bool]:
        return cls.ends_at > datetime.now()  # wrong


app = App(__name__, accounts=Person)
