"""A decision is run again after a lost race: a mail would be sent twice."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, Service, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def solve(self, ctx: Ctx[Person], notices: Notices) -> Ticket:  # wrong
        """Mark as solved."""
        await notices.tell("solved")
        return self


app = App(__name__, accounts=Person)


@app.service
class Notices(Service):
    async def tell(self, words: str) -> None:
        """Send a mail."""
