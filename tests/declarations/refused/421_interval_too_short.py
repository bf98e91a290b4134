"""An interval that would never let anything else be done."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.every("100ms")  # wrong
async def tidy(ctx: Ctx[System]) -> None:
    """Close what was solved."""
