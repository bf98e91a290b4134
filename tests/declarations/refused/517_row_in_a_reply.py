"""A row is shown as its reader may see it: it has no shape of its own."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import SIGNED_IN, App, Ctx, Expr, Field, Http201, Resource, User, allow, always, field


class Person(User):
    name: Field[str] = field(max=80)


class Note(Resource):
    text: Field[str] = field(max=80)

    @classmethod
    @allow("read", "create")
    def all(cls, me: type[Person]) -> Expr[bool]:
        return always


@dataclass(frozen=True)
class Failure:
    message: str


app = App(__name__, accounts=Person)


@app.endpoint("POST", "/notes", auth=SIGNED_IN, limit="60/min")  # wrong
async def make(ctx: Ctx[Person]) -> Http201[Note]:
    return Http201(ctx.add(Note(text="new")))


@app.endpoint("POST", "/bare", auth=SIGNED_IN, limit="60/min", raw=True)  # wrong
async def bare(ctx: Ctx[Person]) -> Note:
    return ctx.add(Note(text="new"))
