"""An action asks for a service that nobody declared."""
from __future__ import annotations

from bedplate import App, Effects, Field, Resource, Service, User, action, field


class Person(User):
    name: Field[str] = field(max=80)


class Notices(Service):
    async def tell(self, words: str) -> None:
        """Send a mail."""


class Ticket(Resource):
    title: Field[str] = field(max=200)

    @action(limit="60/min")
    async def remind(self, ctx: Effects[Person], notices: Notices) -> None:  # wrong
        """Tell everybody again."""
        await notices.tell(str(self.id))


app = App(__name__, accounts=Person)
