"""A schedule that would block all others."""
from __future__ import annotations

from bedplate import App, Ctx, Field, Resource, System, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.every("5min")  # type: ignore[type-var]  # pyright: ignore  # wrong
def tidy(ctx: Ctx[System]) -> None:
    """Close what was solved."""
