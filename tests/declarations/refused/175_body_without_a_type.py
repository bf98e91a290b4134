"""A body that could be anything."""
from __future__ import annotations

from bedplate import ANYONE, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("POST", "/reports", auth=ANYONE, limit="60/min")  # wrong
async def reports(body) -> int:
    """Takes a report."""
    return 1
