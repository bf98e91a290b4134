"""The clock of the worker: makes jobs of the schedules that are due, once for all processes on one database.

Between due times it costs nothing: each process remembers when it has to look next. What it missed while nobody ran, or while a run was
not done yet, is made up for by one run, however many times have passed.
"""
from __future__ import annotations

from datetime import datetime
from typing import cast

from bedplate.declarations.schedules import SCHEDULE
from bedplate.logic.runtime import Runtime
from bedplate.storage import schedules
from bedplate.storage.outbox import stamp
from bedplate.storage.schedules import Planned

__all__ = ["Timetable"]


class Timetable:
    """One per worker. A schedule that the database does not know is due first at the first of its times after this was made."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        now = runtime.now()
        self._times = {one.name: one.times for one in runtime.contract.schedules}
        self._due = {name: times.next_after(now) for name, times in self._times.items()}
        self._first = True

    @property
    def next(self) -> datetime | None:
        """When there is something to do, as far as this process knows; None if there is no schedule."""
        return min(self._due.values(), default=None)

    async def make_jobs(self) -> None:
        """Look whether something is due and make jobs of it. Raises Unavailable where the database can take nothing now."""
        now = self._runtime.now()
        wanted = [
            Planned(name, times.words, self._due[name], times.next_after(now), self._runtime.new_id(now))
            for name, times in self._times.items() if self._first or self._due[name] <= now
        ]
        if not wanted:
            return
        database = self._runtime.store.database
        known = {str(row[0]): row[1:] for row in await database.read(schedules.ALL)}
        first = self._first
        if any(_to_do(one, known.get(one.name), now, first=first) for one in wanted):
            await database.write(lambda transaction: schedules.take_due(transaction, wanted, now, SCHEDULE, first=first))
            known = {str(row[0]): row[1:] for row in await database.read(schedules.ALL)}
        self._first = False
        for one in wanted:
            words, due = known.get(one.name, ("", ""))
            self._due[one.name] = _instant(cast("str", due)) if words == one.words and cast("str", due) > stamp(now) else one.after


def _to_do(one: Planned, known: object, now: datetime, *, first: bool) -> bool:
    if known is None:
        return True
    words, due = cast("tuple[str, str]", known)
    return due <= stamp(now) if words == one.words else first


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
