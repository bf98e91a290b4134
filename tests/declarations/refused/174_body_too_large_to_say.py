"""A size in words."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass
class Report:
    count: int


app = App(__name__)


@app.endpoint("POST", "/reports", auth=ANYONE, limit="60/min", body_max="2 megabytes")  # wrong
async def reports(body: Report) -> int:
    """Takes a report."""
    return body.count
