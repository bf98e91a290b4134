"""An application whose own code can hang: in an endpoint, in both kinds of actions, in hooks."""
from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from bedplate import ANYONE, AnyCtx, App, Ctx, Effects, Expr, Field, Resource, Service, Short, User, action, allow, always, field
from bedplate.settings import Settings
from bedplate.testing.template import Template


class Person(User, path="people"):
    """Somebody."""
    name: Field[str] = field(max=80)

    @classmethod
    @allow("read")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


class World(Service):
    """What the code waits for. The gate stays shut unless a test opens it."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.cancelled = 0
        self.reached: list[str] = []

    async def wait(self, where: str) -> None:
        self.reached.append(where)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise


class Plain(Resource, path="plain"):
    """Written without any code of the application."""
    title: Field[str] = field(max=80)

    @classmethod
    @allow("read", "create", "update", "delete")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always


async def stock_up(ctx: Ctx[Any], box: Box) -> None:
    box.stock = Box.stock + 1


class Box(Resource, path="boxes"):
    """Each way to hang has its verb."""
    title: Field[str] = field(max=80)
    stock: Field[int] = field(default=0)

    @classmethod
    @allow("read", "create", "update", "delete", "decides", "acts", "computes", "ignores", "gives_up", "applies")
    def everybody(cls, me: type[Person]) -> Expr[bool]:
        return always

    @action(limit="6000/min")
    async def decides(self, ctx: Ctx[Person]) -> Box:
        """Changes its row, then hangs."""
        self.stock = 7
        await HANGING.wait("decides")
        return self

    @action(limit="6000/min")
    async def applies(self, ctx: Ctx[Person]) -> Box:
        """Applies a part, then hangs with the rest."""
        self.stock = 1
        await ctx.apply()
        self.stock = 7
        await HANGING.wait("applies")
        return self

    @action(limit="6000/min")
    async def acts(self, ctx: Effects[Person], world: World) -> Box:
        """Takes one decision, then waits for the world."""
        await ctx.decide(stock_up, self)
        await world.wait("acts")
        return self

    @action(limit="6000/min")
    async def computes(self, ctx: Ctx[Person]) -> Box:
        """Its time is up in the moment in which it returns."""
        self.stock = 7
        loop: Any = asyncio.get_running_loop()
        loop.ahead += 3_600
        return self

    @action(limit="6000/min")
    async def ignores(self, ctx: Effects[Person], world: World) -> Box:
        """Swallows its cancellation and goes on writing."""
        with suppress(asyncio.CancelledError):
            await world.wait("ignores")
        await ctx.decide(stock_up, self)
        return self

    @action(limit="6000/min")
    async def gives_up(self, ctx: Ctx[Person]) -> Box:
        """Has a time limit of its own, and does not care when it is up."""
        async with asyncio.timeout(0):
            await HANGING.wait("gives_up")
        return self


@Box.on("create")
async def on_create(new: Box, ctx: AnyCtx) -> None:
    if new.title == "hang":
        await HANGING.wait("create")


@Box.on("update")
async def on_update(new: Box, old: Box, ctx: AnyCtx) -> None:
    if new.title == "hang":
        await HANGING.wait("update")


@Box.on("delete")
async def on_delete(old: Box, ctx: AnyCtx) -> None:
    await HANGING.wait("delete")


class _Hanging:
    """For code that is given no service: an event of the running loop that nobody sets."""

    async def wait(self, where: str) -> None:
        await asyncio.Event().wait()


HANGING = _Hanging()
app = App(__name__, accounts=Person)
app.service(World)


@app.endpoint("GET", "/hangs", auth=ANYONE, limit="6000/min")
async def hangs(world: World) -> Short:
    """An endpoint that only waits."""
    await world.wait("endpoint")
    return "done"


@app.endpoint("POST", "/hangs", auth=ANYONE, limit="6000/min")
async def hangs_deciding(ctx: AnyCtx) -> Short:
    """An endpoint that decides, and hangs over it."""
    ctx.system("a test").add(Box(title="never"))
    await HANGING.wait("deciding")
    return "done"


class Hasty(Template):
    """Settings with a limit that a test can wait for; the environment takes none below a second."""

    seconds = 0.01

    def settings(self, said: Any, database: Path) -> Settings:
        return replace(super().settings(said, database), request_seconds=self.seconds)
