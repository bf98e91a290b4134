"""A reference that must be given, to rows that nobody may read."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, always, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Project(Resource):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    project: Ref[Project] = ref()  # wrong

    @classmethod
    @allow("create")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


app = App(__name__, accounts=Person)
