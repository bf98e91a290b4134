"""A GET with a body, which caches and proxies drop."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


@dataclass
class Question:
    count: int


app = App(__name__)


@app.endpoint("GET", "/reports", auth=ANYONE, limit="60/min")  # wrong
async def reports(body: Question) -> int:
    """Takes a question."""
    return body.count
