"""The embedded worker: brings events from the outbox to their handlers, after the commit, and runs what is scheduled; at least once.

It is woken by commits of its own process and looks by itself now and then for those of others. A handler that decides is applied once
however often its event is delivered: the record of the job is written in the transaction of its changes. While nothing is due it forgets
what was kept for a time only.
"""
from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from bedplate.declarations.context import Ctx, Effects
from bedplate.declarations.contract import HandlerContract
from bedplate.declarations.schedules import SCHEDULE
from bedplate.errors import NotFound, Unavailable
from bedplate.logic.decide import Decider, Verdict
from bedplate.logic.effects import EffectsView, Occasion
from bedplate.logic.payload import decode_event
from bedplate.logic.problems import problem_of
from bedplate.logic.runtime import Runtime
from bedplate.logic.schedules import Timetable
from bedplate.logic.upkeep import EVERY, forget_old
from bedplate.logic.view import View
from bedplate.logic.who import Who
from bedplate.storage import outbox
from bedplate.storage.outbox import Job
from bedplate.storage.refusals import ShuttingDown
from bedplate.storage.sqlite import Transaction
from bedplate.values import Actor, Idempotency, Outcome

__all__ = ["Failure", "Worker"]

_SPARE = timedelta(seconds=30)  # beyond a handler's own time, before a job counts as abandoned
_USUAL = timedelta(seconds=30)  # the time of handlers for which no lease is set by itself
_TAKEN = 8  # jobs in one taking
_AT_HAND = 16  # jobs at once: a few that take long leave room for all the others
_SOON = 0.1  # seconds
_POLL = 2.0  # seconds


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed attempt, for the log: kinds and places, never values."""

    job: str
    handler: str
    event: str
    attempt: int
    problem: str
    dead: bool


class _RowGone(Exception):
    """The event speaks of a row that does not exist any more: no attempt can ever succeed."""


class Worker:
    """One per process. `jitter` gives a number in [0, 1); `report` is told of every failed attempt."""

    def __init__(self, runtime: Runtime, jitter: Callable[[], float], report: Callable[[Failure], None], *, poll: float = _POLL) -> None:
        self._runtime = runtime
        self._jitter = jitter
        self._report = report
        self._poll = poll
        self._woken = asyncio.Event()
        self._stopping = False
        handlers = (*runtime.contract.handlers, *(one.handler for one in runtime.contract.schedules))
        self._handlers = {(one.event, one.name): one for one in handlers}
        self._longer = {pair: timedelta(seconds=one.timeout) + _SPARE for pair, one in self._handlers.items() if one.timeout > _USUAL.total_seconds()}
        self._timetable = Timetable(runtime)
        self._at_hand: set[asyncio.Task[None]] = set()
        self._tidy_at: datetime | None = None  # None: at the first quiet moment

    def wake(self) -> None:
        """Something was committed that may be due: look at once."""
        self._woken.set()

    def stop(self) -> None:
        """Take no further job; `run` returns when those at hand are done."""
        self._stopping = True
        self._woken.set()

    def give_back(self) -> None:
        """Stop what is at hand too: it is tried again, here or elsewhere."""
        for task in self._at_hand:
            task.cancel()

    async def run(self) -> None:
        """Deliver until stopped. A database that can take nothing for a while is asked again after a pause."""
        try:
            while not self._stopping:
                self._woken.clear()
                try:
                    busy = await self._begin_due() or await self.tidy()
                except ShuttingDown:
                    return
                except Unavailable:
                    busy = False
                if not busy:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._woken.wait(), self._pause())
        finally:
            await asyncio.gather(*self._at_hand, return_exceptions=True)

    def _pause(self) -> float:
        due = self._timetable.next
        return self._poll if due is None else min(self._poll, max(_SOON, (due - self._runtime.now()).total_seconds()))

    async def _begin_due(self) -> int:
        room = min(_TAKEN, _AT_HAND - len(self._at_hand))
        jobs = await self._take(room) if room else []
        for job in jobs:
            task = asyncio.create_task(self._deliver(job))
            self._at_hand.add(task)
            task.add_done_callback(self._done)
        return len(jobs)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._at_hand.discard(task)
        if len(self._at_hand) <= _AT_HAND - _TAKEN:
            self.wake()

    async def tidy(self) -> bool:
        """Forget a batch of what is old, if that is due; whether there may be more."""
        now = self._runtime.now()
        if self._tidy_at is not None and now < self._tidy_at:
            return False
        more = await forget_old(self._runtime.store.database, now, files=self._runtime.files)
        self._tidy_at = now if more else now + EVERY * (0.5 + self._jitter())  # apart from those of other processes
        return more

    async def drain(self) -> int:
        """Deliver what is due at this moment, what follows from it included; how many attempts that took."""
        attempts = 0
        while taken := await self._deliver_due():
            attempts += taken
        return attempts

    async def _deliver_due(self) -> int:
        """One round, to its end."""
        jobs = await self._take(_TAKEN)
        await asyncio.gather(*(self._deliver(job) for job in jobs))
        return len(jobs)

    async def _take(self, limit: int) -> list[Job]:
        """Look (a read), and only where something is due take it (a write)."""
        await self._timetable.make_jobs()
        now = self._runtime.now()
        due = (await self._runtime.store.database.read(outbox.NEXT_DUE))[0][0]
        if due is None or cast("str", due) > outbox.stamp(now):
            return []
        claim = self._runtime.new_id(now)

        def take(transaction: Transaction) -> list[Job]:
            return outbox.claim_due(transaction, now=now, lease=_USUAL + _SPARE, claim=claim, limit=limit, longer=self._longer)

        return await self._runtime.store.database.write(take)

    async def _deliver(self, job: Job) -> None:
        handler = self._handlers.get((job.event, job.handler))
        if handler is None:
            await self._failed(job, 0, "nobody handles this any more: there is no such handler")
            return
        try:
            async with asyncio.timeout(handler.timeout):
                await self._handle(handler, job)
        except asyncio.CancelledError:  # `give_back`, which nobody waits for but `run`
            await self._note(lambda transaction: outbox.retry(transaction, job, self._runtime.now(), "stopped with its process"))
        except _RowGone:
            await self._failed(job, 0, "a row of the event does not exist any more")
        except Exception as error:  # not an answer to anybody: counted against the job, which is tried again
            await self._failed(job, handler.retries, problem_of(error))
        else:
            await self._note(lambda transaction: outbox.finish(transaction, job, self._runtime.now()))

    async def _failed(self, job: Job, retries: int, problem: str) -> None:
        now = self._runtime.now()
        dead = job.attempt > retries

        def work(transaction: Transaction) -> bool:
            if dead:
                return outbox.bury(transaction, job, now, problem)
            return outbox.retry(transaction, job, now + outbox.retry_delay(job.attempt, self._jitter()), problem)

        await self._note(work)
        self._report(Failure(job.id, job.handler, job.event, job.attempt, problem, dead))

    async def _note(self, work: Callable[[Transaction], bool]) -> None:
        """What became of a job. Where that cannot be written now, the lease runs out and the job is due again."""
        with suppress(Unavailable):
            await self._runtime.store.database.write(work)

    # ---- handlers
    async def _handle(self, handler: HandlerContract, job: Job) -> None:
        route = f"event.{job.event}.{handler.name}"
        now = self._runtime.now()
        wanted = Idempotency(job.id, "event", "event:")
        who = _system(f"{handler.name} by its schedule" if job.event == SCHEDULE else f"{handler.name} handles {job.event}")

        async def whose() -> Who:
            return who

        if handler.mode == "act":
            occasion = Occasion(self._runtime, route, now, wanted)
            view = EffectsView(occasion, who, whose)
            event = await self._event(job, view.load)
            await handler.call(event, Effects[Any](view), self._runtime.services.of(handler.services))
            occasion.check_nothing_was_assigned()
            return

        async def work(view: View) -> Verdict:
            event = await self._event(job, view.load)
            await handler.call(event, Ctx[Any](view), self._runtime.services.of(handler.services))
            return Verdict(body=b"null", finish=lambda applied: Outcome(200, b"null"))

        await Decider(self._runtime, route, now, whose, work, wanted).take()

    async def _event(self, job: Job, load: Any) -> Any:
        if job.event == SCHEDULE:
            return None
        try:
            return await decode_event(self._runtime.contract.events[job.event], job.payload, self._runtime.contract, load)
        except NotFound:
            raise _RowGone from None


def _system(why: str) -> Who:
    from bedplate.declarations.resources import System

    return Who(Actor(via="system", why=why), None, System(why))
