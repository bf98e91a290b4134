"""Something that is no event is never emitted."""
from __future__ import annotations

from bedplate import App, Effects, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.on(Ticket)  # wrong
async def tell(event: Ticket, ctx: Effects[System]) -> None:
    """Send a mail."""
