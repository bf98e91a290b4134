"""An action of the whole collection has no row that a rule could speak of."""
from __future__ import annotations

from bedplate import App, Ctx, Expr, Field, Ref, Resource, User, allow, collection_action, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    author: Ref[Person] = ref()

    @classmethod
    @allow("tidy_up")
    def own(cls, me: type[Person]) -> Expr[bool]:  # wrong
        return cls.author.id == me.id

    @collection_action(limit="5/min")
    @classmethod
    async def tidy_up(cls, ctx: Ctx[Person]) -> None:
        """Delete what is old."""


app = App(__name__, accounts=Person)
