"""A class that is not known as a service."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.service  # wrong
class Notices:
    async def tell(self, words: str) -> None:
        """Send a mail."""
