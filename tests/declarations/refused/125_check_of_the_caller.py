"""A check holds whoever writes."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, check, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @check
    def own(cls, me: type[Person]) -> Expr[bool]:  # wrong
        """Tickets are written by their authors."""
        return cls.author.id == me.id


app = App(__name__, accounts=Person)
