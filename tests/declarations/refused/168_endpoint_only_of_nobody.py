"""A rule for the caller, in an application without accounts."""
from __future__ import annotations

from bedplate import SIGNED_IN, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GET", "/status", auth=SIGNED_IN, limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1
