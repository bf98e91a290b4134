"""`in_` with values that are not known here."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()
    helper: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def involved(cls, me: type[Person]) -> Expr[bool]:
        return me.id.in_([cls.author.id, cls.helper.id])  # wrong


app = App(__name__, accounts=Person)
