"""Input may not give the field, and nothing else does: no ticket could be created."""
from __future__ import annotations

from bedplate import App, Expr, Field, Resource, User, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)
    number: Field[int] = field(writable=False)  # wrong

    @classmethod
    @allow("create")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
