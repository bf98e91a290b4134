"""A schedule that can do nothing."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.every("5min")  # wrong
async def tidy() -> None:
    """Close what was solved."""
