"""A rule is an expression: there is nothing to wait for."""
from __future__ import annotations

from bedplate import App, Expr, Field, Ref, Resource, User, allow, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @allow("read")
    async def own(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.author.id == me.id


app = App(__name__, accounts=Person)
