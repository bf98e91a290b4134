"""`is None` would have been False for every row: with `|` and `not` it opens a rule to all."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    assignee: Ref[Person | None] = ref(default=None)

    @classmethod
    @allow("read")
    def unassigned(cls, me: type[Person]) -> Expr[bool]:
        return (cls.assignee is None) | (cls.assignee.id == me.id)  # wrong


app = App(__name__, accounts=Person)
