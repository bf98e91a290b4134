"""A rule takes the row and the caller, and nothing else."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def own(cls, me: type[Person], level: int) -> Expr[bool]:  # wrong
        return cls.author.id == me.id


app = App(__name__, accounts=Person)
