"""A check that speaks of the caller by a way around its parameters."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, actor, check, field, ref


class Person(User):
    name: Field[str] = field(max=80)


ME = actor(Person)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @check
    def own(cls) -> Expr[bool]:  # wrong
        """Tickets are written by their authors."""
        return cls.author.id == ME.id


app = App(__name__, accounts=Person)
