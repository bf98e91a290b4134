"""The worker: events reach their handlers after the commit, at least once, and are applied once."""
from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import apsw

from bedplate.declarations.context import Ctx, Effects
from bedplate.errors import Conflict
from bedplate.logic.events import Failure, Worker
from bedplate.logic.services import Services
from bedplate.storage import outbox
from bedplate.storage.sqlite.limits import Limits

from .shelf_sample import Order, Person, Shelf, Shop, Sold, action, contract, handler


class Mail:
    """A service that remembers."""

    def __init__(self) -> None:
        self.sent: list[str] = []


class Desk:
    """A shop with a worker whose failures are seen."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.failures: list[Failure] = []
        self.worker = Worker(shop.runtime, lambda: 0.0, self.failures.append, poll=0.01)

    async def sell(self, pieces: int = 1) -> UUID:
        who = await self.shop.put(Person, email="ana@example.org", name="Ana")
        shelf = await self.shop.put(Shelf, name="A", stock=100)
        await self.shop.call("shelf.buy", who, shelf, pieces=pieces)
        return shelf

    async def jobs(self) -> list[tuple[str, str, int]]:
        found: Any = await self.shop.database.write(outbox.list_jobs)
        return [(job.handler, job.state, job.attempts) for job in found]


async def _note(event: Sold, ctx: Ctx[Any], services: Any) -> None:
    shelf = await event.order.shelf
    shelf.note = f"{shelf.note}{event.pieces}"


async def test_an_event_arrives_with_its_rows(open_shop: Any) -> None:
    """The handler decides as the system, on rows, and its changes are applied."""
    desk = Desk(await open_shop(contract(handlers=(handler("note", _note),))))
    shelf = await desk.sell(3)
    assert (await desk.worker.drain(), desk.failures, await desk.jobs()) == (1, [], [("note", "done", 1)])
    assert (await desk.shop.values("Shelf", shelf)).note == "3"


async def test_nothing_is_told_of_what_did_not_happen(open_shop: Any) -> None:
    """A change set that is refused leaves no event."""
    desk = Desk(await open_shop(contract(handlers=(handler("note", _note),))))
    who, shelf = await desk.shop.put(Person, email="a@example.org", name="A"), await desk.shop.put(Shelf, name="A", stock=1)
    done = await asyncio.gather(*(desk.shop.call("shelf.buy", who, shelf, pieces=1) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(one, Conflict) for one in done) == 2
    assert len(await desk.jobs()) == 1


async def test_an_event_without_a_handler_is_noted(shop: Shop) -> None:
    """It is in the outbox as done, and nobody is woken in vain."""
    desk = Desk(shop)
    await desk.sell()
    assert await desk.worker.drain() == 0
    assert await desk.jobs() == [("", "done", 0)]


async def test_each_handler_is_tried_by_itself(open_shop: Any) -> None:
    """One fails and is tried again later, with a doubling pause; the other one is not called again."""
    calls: list[str] = []

    async def first(event: Sold, ctx: Any, services: Any) -> None:
        calls.append("first")

    async def second(event: Sold, ctx: Any, services: Any) -> None:
        calls.append("second")
        if calls.count("second") < 3:
            raise RuntimeError("secret words of a value")

    desk = Desk(await open_shop(contract(handlers=(handler("first", first), handler("second", second)))))
    await desk.sell()
    await desk.worker.drain()
    assert await desk.jobs() == [("first", "done", 1), ("second", "waiting", 1)]
    assert await desk.worker.drain() == 0
    desk.shop.travel(timedelta(seconds=1))
    await desk.worker.drain()
    desk.shop.travel(timedelta(seconds=2))
    await desk.worker.drain()
    assert (calls, await desk.jobs()) == (["first", "second", "second", "second"], [("first", "done", 1), ("second", "done", 3)])
    assert [(one.attempt, one.dead) for one in desk.failures] == [(1, False), (2, False)]
    assert all(one.problem.startswith("RuntimeError at ") and "secret words" not in one.problem for one in desk.failures)


async def test_what_always_fails_ends_as_a_dead_letter(open_shop: Any) -> None:
    """After its retries; it stays until somebody revives it, and then starts anew."""
    broken = True

    async def fails(event: Sold, ctx: Any, services: Any) -> None:
        if broken:
            raise Conflict

    desk = Desk(await open_shop(contract(handlers=(handler("fails", fails, retries=2),))))
    await desk.sell()
    for _ in range(5):
        await desk.worker.drain()
        desk.shop.travel(timedelta(minutes=1))
    assert await desk.jobs() == [("fails", "dead", 3)]
    assert [(one.attempt, one.dead, one.problem) for one in desk.failures] == [(1, False, "CONFLICT"), (2, False, "CONFLICT"), (3, True, "CONFLICT")]
    broken = False
    job = desk.failures[0].job
    assert await desk.shop.database.write(lambda transaction: outbox.revive(transaction, job, "fails", desk.shop.now()))
    await desk.worker.drain()
    assert await desk.jobs() == [("fails", "done", 1)]


async def test_what_hangs_is_stopped_and_tried_again(open_shop: Any) -> None:
    """The handler's own time is its limit."""
    async def hangs(event: Sold, ctx: Any, services: Any) -> None:
        await asyncio.Event().wait()

    desk = Desk(await open_shop(contract(handlers=(handler("hangs", hangs, timeout=0.01),))))
    await desk.sell()
    await desk.worker.drain()
    assert await desk.jobs() == [("hangs", "waiting", 1)]
    assert desk.failures[0].problem.startswith("TimeoutError")


async def test_a_row_that_is_gone_is_not_waited_for(open_shop: Any) -> None:
    """No attempt could ever succeed: dead at once."""
    desk = Desk(await open_shop(contract(handlers=(handler("note", _note),))))
    await desk.sell()
    await desk.shop.database.write(lambda transaction: transaction.run('DELETE FROM "order"'))
    await desk.worker.drain()
    assert await desk.jobs() == [("note", "dead", 1)]
    assert "does not exist" in desk.failures[0].problem


async def test_an_event_of_a_handler_that_was_removed(open_shop: Any) -> None:
    """It is not lost in silence: a dead letter that says so."""
    desk = Desk(await open_shop(contract(handlers=(handler("note", _note),))))
    await desk.sell()
    later = Desk(await open_shop(contract()))
    await later.worker.drain()
    assert await later.jobs() == [("note", "dead", 1)]
    assert "no such handler" in later.failures[0].problem


async def test_a_worker_that_was_killed_loses_nothing(open_shop: Any) -> None:
    """Its job becomes due again when the lease ends, another process takes it, and what was applied already is not applied again."""
    made = contract(handlers=(handler("note", _note),))
    first, second = Desk(await open_shop(made)), Desk(await open_shop(contract(handlers=(handler("note", _note),))))
    shelf = await first.sell(7)

    async def claim(desk: Desk) -> Any:
        lease = timedelta(seconds=35)
        return await desk.shop.database.write(lambda t: outbox.claim_due(t, now=desk.shop.now(), lease=lease, claim="killed", limit=8))

    (job,) = await claim(first)  # taken, and the process is killed before it did anything
    assert await second.worker.drain() == 0
    second.shop.travel(timedelta(seconds=36))
    assert await second.worker.drain() == 1
    assert await second.jobs() == [("note", "done", 2)]
    await first.worker._handle(made.handlers[0], job)  # the first one was only slow, and handles it after all
    await first.shop.database.write(lambda t: outbox.finish(t, job, first.shop.now()))
    assert (await first.shop.values("Shelf", shelf)).note == "7"
    assert await second.jobs() == [("note", "done", 2)]


async def test_two_workers_share_the_work(open_shop: Any) -> None:
    """Of 20 jobs each is handled once, whoever takes it."""
    made = [contract(handlers=(handler("note", _note),)) for _ in range(2)]
    desks = [Desk(await open_shop(one)) for one in made]
    who, shelf = await desks[0].shop.put(Person, email="a@example.org", name="A"), await desks[0].shop.put(Shelf, name="A", stock=100)
    await asyncio.gather(*(desks[0].shop.call("shelf.buy", who, shelf, pieces=1) for _ in range(20)))
    desks[1].shop.travel(timedelta(seconds=1))
    attempts = await asyncio.gather(*(desk.worker.drain() for desk in desks))
    for _ in range(12):  # those that lost races among each other wait for their next attempt
        for desk in desks:
            desk.shop.travel(timedelta(seconds=5))
            await desk.worker.drain()
    assert sum(attempts) >= 20
    assert {state for _, state, _ in await desks[0].jobs()} == {"done"}
    assert (await desks[0].shop.values("Shelf", shelf)).note == "1" * 20


async def test_an_event_may_wait(open_shop: Any) -> None:
    """`after=` is the time before which it is not due."""
    async def later(row: Shelf, ctx: Ctx[Person], services: Any, args: Any) -> None:
        order = ctx.system("a test").add(Order(customer=ctx.me, shelf=row, pieces=1))
        await ctx.emit(Sold(order=order, pieces=1), after=timedelta(minutes=5))

    made = contract(actions=(action("Shelf", "later", later, result=None),), handlers=(handler("note", _note),))
    desk = Desk(await open_shop(made))
    who, shelf = await desk.shop.put(Person, email="a@example.org", name="A"), await desk.shop.put(Shelf, name="A")
    await desk.shop.call("shelf.later", who, shelf)
    desk.shop.travel(timedelta(minutes=4, seconds=59))
    assert await desk.worker.drain() == 0
    desk.shop.travel(timedelta(seconds=1))
    assert await desk.worker.drain() == 1


async def test_events_lead_to_events(open_shop: Any) -> None:
    """A handler emits too; draining goes on until nothing is due."""
    async def again(event: Sold, ctx: Ctx[Any], services: Any) -> None:
        if event.pieces > 1:
            await ctx.emit(Sold(order=event.order, pieces=event.pieces - 1))

    desk = Desk(await open_shop(contract(handlers=(handler("again", again),))))
    await desk.sell(4)
    assert await desk.worker.drain() == 4
    assert {state for _, state, _ in await desk.jobs()} == {"done"}


async def test_a_handler_with_effects_decides_once(open_shop: Any) -> None:
    """It fails after its decision: the next attempt acts again but does not decide again, and gets what was decided."""
    decided: list[str] = []

    async def mark(ctx: Ctx[Any], order: Order) -> str:
        shelf = await order.shelf
        shelf.note = f"{shelf.note}!"
        decided.append("once")
        return "marked"

    async def act(event: Sold, ctx: Effects[Any], services: Any) -> None:
        found = await ctx.decide(mark, event.order)
        services["mail"].sent.append(found)
        if len(services["mail"].sent) == 1:
            raise OSError("the network is down")

    mail = Mail()
    acting = handler("act", act, "act", services=(("mail", Mail),))
    desk = Desk(await open_shop(contract(handlers=(acting,)), services=Services({Mail: mail})))
    shelf = await desk.sell()
    await desk.worker.drain()
    desk.shop.travel(timedelta(minutes=1))
    await desk.worker.drain()
    assert (decided, mail.sent, await desk.jobs()) == (["once"], ["marked", "marked"], [("act", "done", 2)])
    assert (await desk.shop.values("Shelf", shelf)).note == "!"


async def test_commits_wake_the_worker(open_shop: Any) -> None:
    """A running worker delivers without being asked, and stops when it is told to."""
    delivered = asyncio.Event()

    async def tell(event: Sold, ctx: Any, services: Any) -> None:
        delivered.set()

    made = contract(handlers=(handler("tell", tell),))
    woken: list[Worker] = []
    shop = await open_shop(made, worker_wake=lambda: woken[0].wake())
    desk = Desk(shop)
    desk.worker = Worker(shop.runtime, lambda: 0.0, desk.failures.append, poll=3600.0)
    woken.append(desk.worker)
    running = asyncio.create_task(desk.worker.run())
    await desk.sell()
    async with asyncio.timeout(10):
        await delivered.wait()
        desk.worker.stop()
        await running
    assert await desk.jobs() == [("tell", "done", 1)]


async def test_a_worker_finds_what_other_processes_committed(open_shop: Any) -> None:
    """Nobody woke it: it looks by itself now and then."""
    delivered = asyncio.Event()

    async def tell(event: Sold, ctx: Any, services: Any) -> None:
        delivered.set()

    desk = Desk(await open_shop(contract(handlers=(handler("tell", tell),))))
    running = asyncio.create_task(desk.worker.run())
    other = Desk(await open_shop(contract(handlers=(handler("tell", tell),))))
    await other.sell()
    async with asyncio.timeout(10):
        await delivered.wait()
        desk.worker.stop()
        await running


async def test_the_worker_lives_through_a_time_without_the_database(open_shop: Any) -> None:
    """While another process holds the database the worker cannot take a job; afterwards it delivers, though nobody wakes it."""
    delivered, tried = asyncio.Event(), asyncio.Event()

    async def tell(event: Sold, ctx: Any, services: Any) -> None:
        delivered.set()

    desk = Desk(await open_shop(contract(handlers=(handler("tell", tell),)), limits=Limits(write_wait_seconds=0.0)))
    await desk.sell()
    holder = apsw.Connection(str(desk.shop.database.path))
    holder.execute("BEGIN IMMEDIATE")
    statistics = desk.shop.database.statistics

    def look() -> None:
        tried.set() if statistics().overloads else asyncio.get_running_loop().call_soon(look)

    running = asyncio.create_task(desk.worker.run())
    async with asyncio.timeout(10):
        look()
        await tried.wait()
        holder.execute("ROLLBACK")
        holder.close()
        await delivered.wait()
        desk.worker.stop()
        await running
    assert desk.failures == []
