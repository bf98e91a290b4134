"""An action on the path where the parts of a row are created."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Ref, Resource, User, action, field, ref


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def comments(self, ctx: Ctx[Person]) -> Ticket:
        """Say something."""
        return self


class Comment(Resource, part_of="ticket"):  # wrong
    ticket: Ref[Ticket] = ref()
    body: Field[str] = field(max=2_000)


app = App(__name__, accounts=Person)
