"""Anyone may call, but the function counts on a person."""
from __future__ import annotations

from bedplate import ANYONE, App, Ctx, Field, User, field


class Person(User):
    name: Field[str] = field(max=80)


app = App(__name__, accounts=Person)


@app.endpoint("GET", "/greeting", auth=ANYONE, limit="60/min")  # wrong
async def greeting(ctx: Ctx[Person]) -> int:
    """A greeting."""
    return len(ctx.me.name)
