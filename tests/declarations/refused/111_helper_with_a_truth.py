"""The mistake is in a function that the rule calls."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


def mine(ticket: type[Ticket], me: type[Person]) -> Expr[bool]:
    return ticket.author.id == me.id or ticket.helper.id == me.id  # wrong


class Ticket(Resource):
    author: Ref[Person] = ref()
    helper: Ref[Person] = ref()

    @classmethod
    @allow("read")
    def own(cls, me: type[Person]) -> Expr[bool]:
        return mine(cls, me)


app = App(__name__, accounts=Person)
