"""Two endpoints on one path: whether a part is called `name` or `key` makes no difference."""
from __future__ import annotations

from typing import Annotated

from bedplate import ANYONE, App, Field, Resource, field, rules


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App(__name__)


@app.endpoint("GET", "/status/{name}", auth=ANYONE, limit="60/min")
async def status(name: Annotated[str, rules(max=20)]) -> int:
    """How it goes."""
    return len(name)


@app.endpoint("GET", "/status/{key}", auth=ANYONE, limit="60/min")
async def other_status(key: Annotated[str, rules(max=20)]) -> int:  # wrong
    """How it goes elsewhere."""
    return len(key)
