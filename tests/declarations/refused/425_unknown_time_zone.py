"""A time zone that there is not."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.cron("0 3 * * *", tz="Europe/Atlantis")  # wrong
async def tidy(ctx: Ctx[System]) -> None:
    """Close what was solved."""
