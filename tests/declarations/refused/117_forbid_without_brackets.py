"""A rule without its brackets: it would forbid nothing."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, field, forbid


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    closed: Field[bool] = field(default=False)

    @forbid
    @classmethod
    def closed_ones(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.closed


app = App(__name__, accounts=Person)
