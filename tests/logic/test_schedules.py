"""Schedules: each due time is run by one process, at least once, applied once; missed ones are made up for by one run."""
from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bedplate.declarations.context import Ctx
from bedplate.declarations.contract import Contract, HandlerContract, ScheduleContract
from bedplate.declarations.schedules import SCHEDULE, Times, cron_times, every_times
from bedplate.errors import Unavailable
from bedplate.logic.events import Failure, Worker
from bedplate.logic.schedules import Timetable
from bedplate.storage import outbox, schedules

from .shelf_sample import HERE, Shelf, Shop, contract

MINUTE = timedelta(minutes=1)


def scheduled(*made: tuple[str, Times, Any], retries: int = 2, timeout: float = 5.0) -> Contract:
    def one(name: str, times: Times, call: Any) -> ScheduleContract:
        return ScheduleContract(times, HandlerContract(SCHEDULE, name, "decide", retries, timeout, (), call, HERE))

    return replace(contract(), schedules=tuple(one(*each) for each in made))


async def _stock(event: None, ctx: Ctx[Any], services: Any) -> None:
    ctx.add(Shelf(name="A", stock=1))


class Desk:
    """One process of several."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.failures: list[Failure] = []
        self.worker = Worker(shop.runtime, lambda: 0.0, self.failures.append, poll=0.01)

    async def jobs(self) -> list[tuple[str, str, int]]:
        found: Any = await self.shop.database.write(outbox.list_jobs)
        return [(job.handler, job.state, job.attempts) for job in found]

    async def runs(self) -> int:
        return len(await self.shop.values("Shelf"))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# ---- times
@pytest.mark.parametrize(("interval", "now", "due"), [
    ("5min", "2026-01-05T09:00:00", "2026-01-05T09:05:00"),
    ("5min", "2026-01-05T09:04:59.999999", "2026-01-05T09:05:00"),
    ("1s", "2026-01-05T09:00:00.5", "2026-01-05T09:00:01"),
    ("1d", "2026-01-05T09:00:00", "2026-01-06T00:00:00"),
])
def test_the_times_of_an_interval_are_the_same_everywhere(interval: str, now: str, due: str) -> None:
    """They are counted from 1970, not from the start of a process."""
    assert every_times(interval).next_after(_at(now)) == _at(due)


@pytest.mark.parametrize(("expression", "zone", "now", "due"), [
    ("0 3 * * *", "UTC", "2026-01-05T03:00:00", "2026-01-06T03:00:00"),
    ("0 3 * * *", "Europe/Berlin", "2026-01-05T09:00:00", "2026-01-06T02:00:00"),
    ("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-29T01:00:00"),  # 02:30 is skipped that night: at once after it
    ("30 2 * * *", "Europe/Berlin", "2026-03-29T01:00:00", "2026-03-30T00:30:00"),
    ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00", "2026-10-25T00:30:00"),  # comes twice that night: the first one counts
    ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-26T01:30:00"),
    ("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-25T01:00:00"),  # what runs all the time is not held up
    ("0 0 29 2 *", "UTC", "2026-01-05T09:00:00", "2028-02-29T00:00:00"),
    ("0 8 * * MON-FRI", "America/New_York", "2026-01-09T14:00:00", "2026-01-12T13:00:00"),
])
def test_the_wall_clock_of_a_zone(expression: str, zone: str, now: str, due: str) -> None:
    """Also where the clocks are changed: a time that is skipped or comes twice is run once."""
    assert cron_times(expression, zone).next_after(_at(now)) == _at(due)


# ---- runs
async def test_a_schedule_is_run_at_its_times(open_shop: Any) -> None:
    """Not before, once each, as the system; its changes are applied."""
    desk = Desk(await open_shop(scheduled(("stock", every_times("5min"), _stock))))
    assert (await desk.worker.drain(), await desk.runs()) == (0, 0)
    for expected in (1, 2, 3):
        desk.shop.travel(5 * MINUTE)
        await desk.worker.drain()
        await desk.worker.drain()
        assert await desk.runs() == expected
    assert await desk.jobs() == [("stock", "done", 1)] * 3


async def test_missed_times_are_made_up_for_by_one_run(open_shop: Any) -> None:
    """A day without a process is 288 times missed: one run at once, then the next time that comes."""
    made = scheduled(("stock", every_times("5min"), _stock))
    before = Desk(await open_shop(made))
    await before.worker.drain()
    shop = await open_shop(scheduled(("stock", every_times("5min"), _stock)))
    shop.travel(timedelta(days=1, minutes=1))
    after = Desk(shop)
    await after.worker.drain()
    assert await after.runs() == 1
    after.shop.travel(4 * MINUTE)
    await after.worker.drain()
    assert await after.runs() == 2


async def test_of_several_processes_one_runs_each_time(open_shop: Any) -> None:
    """Four at once, over 10 due times."""
    desks = [Desk(await open_shop(scheduled(("stock", every_times("1min"), _stock)))) for _ in range(4)]
    await asyncio.gather(*(desk.worker.drain() for desk in desks))
    for expected in range(1, 11):
        for desk in desks:
            desk.shop.travel(MINUTE)
        await asyncio.gather(*(desk.worker.drain() for desk in desks))
        assert await desks[0].runs() == expected
    assert await desks[0].jobs() == [("stock", "done", 1)] * 10


async def test_one_that_fails_is_tried_again_and_does_not_pile_up(open_shop: Any) -> None:
    """Due times that come meanwhile are passed over; after its retries it is a dead letter, and the next time is a new chance."""
    async def fails(event: None, ctx: Any, services: Any) -> None:
        raise OSError("a secret host")

    desk = Desk(await open_shop(scheduled(("fails", every_times("1s"), fails))))
    await desk.worker.drain()
    for _ in range(2):
        desk.shop.travel(timedelta(seconds=1))
        await desk.worker.drain()
    assert await desk.jobs() == [("fails", "waiting", 2)]
    desk.shop.travel(timedelta(seconds=1))
    await desk.worker.drain()
    assert [job for job in await desk.jobs() if job[1] == "dead"] == [("fails", "dead", 3)]
    desk.shop.travel(timedelta(seconds=1))
    await desk.worker.drain()
    assert [job[1] for job in await desk.jobs()] == ["dead", "waiting"]
    assert [(one.event, one.dead) for one in desk.failures[:3]] == [(SCHEDULE, False), (SCHEDULE, False), (SCHEDULE, True)]
    assert all("secret" not in one.problem for one in desk.failures)


async def test_a_run_that_was_applied_is_not_applied_again(open_shop: Any) -> None:
    """Its process ended before it could say so: the lease ends, another process runs it, and nothing is added twice."""
    first, second = [Desk(await open_shop(scheduled(("stock", every_times("5min"), _stock)))) for _ in range(2)]
    await first.worker.drain()
    first.shop.travel(5 * MINUTE)
    (job,) = await first.worker._take(8)
    handler = first.shop.contract.schedules[0].handler
    await first.worker._handle(handler, job)  # applied; and there the process is killed
    assert (await second.worker.drain(), await second.runs()) == (0, 1)
    second.shop.travel(6 * MINUTE + timedelta(seconds=1))
    await second.worker.drain()
    assert await second.runs() == 1
    assert ("stock", "done", 2) in await second.jobs()


async def test_the_lease_is_as_long_as_what_it_is_for(open_shop: Any) -> None:
    """A schedule that may take an hour is left alone for an hour; a job beside it that was abandoned is due after a minute."""
    long = scheduled(("long", every_times("5min"), _stock), timeout=3600.0)
    short = scheduled(("short", every_times("5min"), _stock))
    both = replace(long, schedules=(*long.schedules, *short.schedules))
    desk = Desk(await open_shop(both))
    await desk.worker.drain()
    desk.shop.travel(5 * MINUTE)
    assert len(await desk.worker._take(8)) == 2  # and nothing becomes of them
    desk.shop.travel(timedelta(seconds=61))
    assert [job.handler for job in await desk.worker._take(8)] == ["short"]
    desk.shop.travel(timedelta(hours=1))
    assert "long" in [job.handler for job in await desk.worker._take(8)]


async def test_a_schedule_that_is_declared_otherwise_begins_anew(open_shop: Any) -> None:
    """The process that started last decides; one with the older declaration leaves the schedule to it."""
    old = Desk(await open_shop(scheduled(("stock", every_times("5min"), _stock))))
    await old.worker.drain()
    new = Desk(await open_shop(scheduled(("stock", every_times("1h"), _stock))))
    await new.worker.drain()
    for desk in (old, new):
        desk.shop.travel(5 * MINUTE)
    await asyncio.gather(old.worker.drain(), new.worker.drain())
    assert await new.runs() == 0
    old.shop.travel(60 * MINUTE)
    await old.worker.drain()
    assert await new.runs() == 0
    new.shop.travel(60 * MINUTE)
    await new.worker.drain()
    assert await new.runs() == 1


async def test_an_operator_runs_one_now(open_shop: Any) -> None:
    """Beside its times, unless a run of it is not done yet."""
    desk = Desk(await open_shop(scheduled(("stock", every_times("1d"), _stock))))
    await desk.worker.drain()
    ask = desk.shop.database, "stock", SCHEDULE
    assert await schedules.run_now(*ask, "0198c0de-7d1c-7000-8000-000000000001", desk.shop.now()) == ""
    assert await schedules.run_now(*ask, "0198c0de-7d1c-7000-8000-000000000002", desk.shop.now()) == "waiting"
    assert await schedules.run_now(ask[0], "nobody", SCHEDULE, "x", desk.shop.now()) == "unknown"
    await desk.worker.drain()
    assert (await desk.runs(), [one.last_state for one in await schedules.planned(desk.shop.database)]) == (1, ["done"])


async def test_a_running_worker_is_not_held_up_by_one_that_takes_long(open_shop: Any) -> None:
    """While one run waits for the outside world, others are begun; at the end it is given back and tried again elsewhere."""
    begun, quick = asyncio.Event(), asyncio.Event()

    async def hangs(event: None, ctx: Any, services: Any) -> None:
        begun.set()
        await asyncio.Event().wait()

    async def tells(event: None, ctx: Any, services: Any) -> None:
        quick.set()

    slow = scheduled(("hangs", every_times("20s"), hangs))
    fast = scheduled(("tells", every_times("40s"), tells))
    desk = Desk(await open_shop(replace(slow, schedules=(*slow.schedules, *fast.schedules))))
    running = asyncio.create_task(desk.worker.run())
    async with asyncio.timeout(10):
        desk.shop.travel(timedelta(seconds=20))
        desk.worker.wake()
        await begun.wait()
        desk.shop.travel(timedelta(seconds=20))
        desk.worker.wake()
        await quick.wait()
        desk.worker.stop()
        desk.worker.give_back()
        await running
    (held,) = [job for job in await outbox.unfinished(desk.shop.database) if job.handler == "hangs"]
    assert (held.state, held.attempts, held.problem) == ("failing", 1, "stopped with its process")


async def test_without_schedules_nothing_is_asked(open_shop: Any) -> None:
    """An application that declares none pays for none: not even a database is needed."""
    shop = await open_shop()
    timetable = Timetable(shop.runtime)
    await shop.database.close()
    await timetable.make_jobs()
    assert timetable.next is None


async def test_between_due_times_nothing_is_asked(open_shop: Any) -> None:
    """A process that has looked once knows when to look next."""
    shop = await open_shop(scheduled(("stock", every_times("5min"), _stock)))
    timetable = Timetable(shop.runtime)
    await timetable.make_jobs()
    await shop.database.close()
    shop.travel(5 * MINUTE - timedelta(microseconds=1))
    await timetable.make_jobs()
    shop.travel(timedelta(microseconds=1))
    with pytest.raises(Unavailable):
        await timetable.make_jobs()
