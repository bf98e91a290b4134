"""`only` with a field instead of a condition."""
from __future__ import annotations

from bedplate import App, Field, User, actor, field, only


class Person(User):
    name: Field[str] = field(max=80)


app = App(__name__, accounts=Person)


@app.endpoint("GET", "/status", auth=only(actor(Person).name), limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1
