"""Who may call is said in a text."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GET", "/status", auth="anyone", limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1
