"""Six fields: seconds are nothing that cron knows."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.cron("0 0 3 * * *", tz="UTC")  # wrong
async def tidy(ctx: Ctx[System]) -> None:
    """Close what was solved."""
