"""A path with a bracket that never closes."""
from __future__ import annotations

from typing import Annotated

from bedplate import ANYONE, App, Field, Resource, field, rules


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GET", "/status/{name", auth=ANYONE, limit="60/min")  # wrong
async def status(name: Annotated[str, rules(max=20)]) -> int:
    """How it goes."""
    return len(name)
