"""A method that is not there."""
from __future__ import annotations

from bedplate import ANYONE, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GTE", "/status", auth=ANYONE, limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1
