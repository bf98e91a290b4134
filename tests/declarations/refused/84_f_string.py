"""A text made of a field."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, field


class Person(User):
    team: Field[str] = field(max=20)


class Ticket(Resource):
    queue: Field[str] = field(max=30)

    @classmethod
    @allow("read")
    def team(cls, me: type[Person]) -> Expr[bool]:
        return cls.queue == f"team-{me.team}"  # wrong


app = App(__name__, accounts=Person)
