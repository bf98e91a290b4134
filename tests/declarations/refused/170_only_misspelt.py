"""A field of the caller is misspelt already where the endpoint is declared."""
from __future__ import annotations

from bedplate import App, Field, User, actor, field, only


class Person(User):
    admin: Field[bool] = field(default=False, writable=False)


app = App(__name__, accounts=Person)


@app.endpoint("GET", "/status", auth=only(actor(Person).amdin), limit="60/min")  # wrong
async def status() -> int:
    """How it goes."""
    return 1
