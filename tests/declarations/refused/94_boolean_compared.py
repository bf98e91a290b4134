"""A truth compared with False instead of denied."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    done: Field[bool] = field(default=False)

    @classmethod
    @allow("read")
    def still_open(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.done == False  # noqa: E712


app = App(__name__, accounts=Person)
