"""An application that makes each kind of log line."""
from __future__ import annotations

from dataclasses import dataclass

from bedplate import ANYONE, AnyCtx, App, Event, Field, Resource, Short, User, field
from bedplate.errors import Unavailable


class Person(User, path="people"):
    """Somebody."""


class Note(Resource, path="notes"):
    """What events speak of."""
    text: Field[str] = field(max=80)


@dataclass(frozen=True)
class Noted(Event):
    note: Note


class Full(Unavailable):
    """There is no room."""


app = App(__name__, accounts=Person)


@app.endpoint("GET", "/fine", auth=ANYONE, limit="600/min")
async def fine() -> Short:
    """Is answered."""
    return "yes"


@app.endpoint("GET", "/full", auth=ANYONE, limit="600/min", raises=(Full,))
async def full() -> Short:
    """Is refused for a reason of ours."""
    raise Full


@app.endpoint("GET", "/broken", auth=ANYONE, limit="600/min")
async def broken() -> Short:
    """Has a bug."""
    raise ZeroDivisionError


@app.endpoint("POST", "/note", auth=ANYONE, limit="600/min")
async def note(ctx: AnyCtx) -> Short:
    """Writes as the system, and tells of it."""
    await ctx.emit(Noted(note=ctx.system("nobody else may").add(Note(text="x"))))
    return "noted"


@app.on(Noted, retries=1)
async def fails(event: Noted, ctx: AnyCtx) -> None:
    """Fails once and again, then it is dead."""
    raise ZeroDivisionError
