"""`any(...)` asks Python for the truth of each condition."""
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
        return any(one.id == me.id for one in (cls.author, cls.helper))  # wrong


app = App(__name__, accounts=Person)
