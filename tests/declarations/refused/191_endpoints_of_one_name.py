"""Two endpoints of one name: a client could not tell them apart."""
from __future__ import annotations

from bedplate import ANYONE, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GET", "/status", auth=ANYONE, limit="60/min")
async def status() -> int:
    """How it goes."""
    return 1


@app.endpoint("GET", "/state", auth=ANYONE, limit="60/min")
async def status() -> int:  # wrong
    """How it goes elsewhere."""
    return 2
