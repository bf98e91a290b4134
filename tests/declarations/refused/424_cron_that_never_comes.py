"""The thirtieth of February."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.cron("0 0 30 2 *", tz="UTC")  # wrong
async def tidy(ctx: Ctx[System]) -> None:
    """Close what was solved."""
