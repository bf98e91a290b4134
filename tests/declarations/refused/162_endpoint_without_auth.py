"""An endpoint that does not say who may call it."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GET", "/status", limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1
