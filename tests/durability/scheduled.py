"""A process with one schedule, run by its parent: `scheduled.py DATABASE`. Each line on standard input is the seconds by which its clock is
set forward; then it does what is due and answers with the number of runs so far. Of a run it tells "begun", and where the line ends with
`!` it gets no further."""
from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

from bedplate import App, Ctx, Effects, Expr, Field, Resource, System, User, allow, always
from bedplate.declarations import descriptors
from bedplate.running import Clock, compose_application
from bedplate.settings import load


class Person(User):
    """Nobody is needed here."""


class Run(Resource):
    number: Field[int] = descriptors.field()

    @allow("read")
    @classmethod
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


@dataclass
class State:
    now: datetime = datetime(2026, 1, 5, 9, tzinfo=UTC)
    hangs: bool = False
    never: asyncio.Event = field(default_factory=asyncio.Event)


state = State()
app = App(__name__, accounts=Person)


async def note(ctx: Ctx[System]) -> None:
    ctx.add(Run(number=await Run.where().count(ctx) + 1))


@app.every("5min")
async def work(ctx: Effects[System]) -> None:
    await ctx.decide(note)
    print("begun", flush=True)
    if state.hangs:
        await state.never.wait()


async def main(path: Path) -> None:
    environment = {"BEDPLATE_DATABASE": str(path)}
    settings = load(environment, path.parent)
    app.prepare(settings, may_extend=True)
    running = compose_application(app.contract, settings, environment, clock=Clock(now=lambda: state.now), log=BytesIO())
    await running.worker.drain()
    print("ready", flush=True)
    for line in iter(sys.stdin.readline, ""):
        state.now += timedelta(seconds=float(line.rstrip("!\n")))
        state.hangs = line.rstrip().endswith("!")
        await running.worker.drain()
        print((await running.database.read("SELECT count(*) FROM run"))[0][0], flush=True)
    await running.stop()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
