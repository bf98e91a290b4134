"""The worker forgets what was kept for a time only, in small batches, and nothing else."""
from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from bedplate.logic.events import Failure, Worker
from bedplate.logic.upkeep import BATCH, EVERY, forget_old
from bedplate.storage import idempotency, outbox
from bedplate.storage.sqlite import Transaction
from bedplate.values import Emit, Idempotency, Outcome

from .shelf_sample import START, Shop

_SESSION = (
    "INSERT INTO bedplate_session (id, account_kind, account_id, created_at, seen_at, ends_at) VALUES (?, 'Person', 'p', ?, ?, ?)"
)
_KEPT = {"events": "bedplate_outbox", "answers": "bedplate_idempotency", "sessions": "bedplate_session"}


def worker_of(shop: Shop) -> Worker:
    failures: list[Failure] = []
    return Worker(shop.runtime, lambda: 0.5, failures.append, poll=3_600.0)


async def keep(shop: Shop, number: int, since: datetime, *, name: str = "") -> None:
    """So many delivered events, kept answers and sessions that ended, all of one instant."""

    def work(transaction: Transaction) -> None:
        for one in range(number):
            outbox.insert_events(transaction, [Emit(f"{name}e{one}", "Sold", b"{}", since, "")], since)
            idempotency.keep_answer(transaction, "s", "r", Idempotency(f"{name}k{one}", "f"), Outcome(200, b"null"), since)
            at = outbox.stamp(since)
            transaction.run(_SESSION, (f"{name}s{one}", at, at, at))

    await shop.database.write(work)


async def kept(shop: Shop) -> dict[str, int]:
    return {name: (await shop.database.read(f"SELECT count(*) FROM {table}"))[0][0] for name, table in _KEPT.items()}  # type: ignore[misc]


async def test_each_is_kept_for_its_own_time(shop: Shop) -> None:
    """Sessions go with their end, answers after a day, delivered events after a week; not an instant before."""
    moment = timedelta(microseconds=1)
    await keep(shop, 1, START)
    found: list[dict[str, int]] = []
    for passed in (-moment, timedelta(), timedelta(days=1) - moment, timedelta(days=1), timedelta(days=7) - moment, timedelta(days=7)):
        await forget_old(shop.database, START + passed)
        found.append(await kept(shop))
    assert [(one["events"], one["answers"], one["sessions"]) for one in found] == [
        (1, 1, 1), (1, 1, 0), (1, 1, 0), (1, 0, 0), (1, 0, 0), (0, 0, 0)]


async def test_what_is_not_done_is_never_forgotten(shop: Shop) -> None:
    """Events that wait, fail or died stay, however old they are."""

    def work(transaction: Transaction) -> None:
        outbox.insert_events(transaction, [Emit(name, "Sold", b"{}", START, "mail") for name in ("dead", "failing", "waiting")])
        dead, failing = outbox.claim_due(transaction, now=START, lease=timedelta(0), claim="c", limit=2)
        outbox.bury(transaction, dead, START, "X")
        outbox.retry(transaction, failing, START, "X")

    await shop.database.write(work)
    await forget_old(shop.database, START + timedelta(days=3_650))
    jobs: Any = await shop.database.write(outbox.list_jobs)
    assert [(job.id, job.state) for job in jobs] == [("dead", "dead"), ("failing", "waiting"), ("waiting", "waiting")]


async def test_it_goes_by_batches(shop: Shop) -> None:
    """One call forgets one batch of each kind and says whether there may be more."""
    await keep(shop, 5, START)
    later = START + timedelta(days=8)
    assert [await forget_old(shop.database, later, batch=2) for _ in range(3)] == [True, True, False]
    assert await kept(shop) == {"events": 0, "answers": 0, "sessions": 0}


async def test_the_worker_looks_now_and_then(shop: Shop) -> None:
    """At its first quiet moment, then again after a while; in between it does not write."""
    worker = worker_of(shop)
    await keep(shop, 1, START - timedelta(days=8), name="old")
    assert not await worker.tidy()
    assert (await kept(shop))["events"] == 0
    await keep(shop, 1, START - timedelta(days=8), name="next")
    shop.travel(EVERY - timedelta(microseconds=1))
    await worker.tidy()
    assert (await kept(shop))["events"] == 1
    shop.travel(timedelta(microseconds=1))
    await worker.tidy()
    assert (await kept(shop))["events"] == 0


async def test_a_running_worker_catches_up(shop: Shop) -> None:
    """More than one batch goes without the pause that follows when there is nothing to do."""
    worker = worker_of(shop)
    await keep(shop, BATCH + 1, START - timedelta(days=8))
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(30):
        while any((await kept(shop)).values()):
            await asyncio.sleep(0)
        worker.stop()
        await running
