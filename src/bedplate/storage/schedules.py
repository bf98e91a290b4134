"""When each schedule is due next. A due time becomes a job of the outbox in the transaction that moves the schedule on.

So of several processes one makes the job, and from there on it is a job like any other: leased, tried again, buried, listed, revived.
A due time that comes while the job of an earlier one is not done yet is passed over: runs of one schedule never overlap or pile up.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from bedplate.storage.outbox import insert_events, stamp
from bedplate.storage.sqlite import Database, Transaction
from bedplate.values import Emit

__all__ = ["ALL", "TABLES", "Planned", "ScheduleReport", "planned", "run_now", "take_due"]

TABLES = (
    """CREATE TABLE IF NOT EXISTS bedplate_schedule (
  name TEXT NOT NULL PRIMARY KEY,
  words TEXT NOT NULL,
  due_at TEXT NOT NULL,
  job TEXT NOT NULL DEFAULT '',
  due_before TEXT NOT NULL DEFAULT ''
) STRICT""",
)

ALL = "SELECT name, words, due_at FROM bedplate_schedule"
_ONE = (
    "SELECT s.words, s.due_at, o.state FROM bedplate_schedule AS s "
    "LEFT JOIN bedplate_outbox AS o ON o.id = s.job AND o.handler = s.name WHERE s.name = ?"
)
_BEGIN = (
    "INSERT INTO bedplate_schedule (name, words, due_at) VALUES (?, ?, ?) "
    "ON CONFLICT (name) DO UPDATE SET words = excluded.words, due_at = excluded.due_at"
)
_MOVE_ON = "UPDATE bedplate_schedule SET due_at = ?, due_before = due_at, job = coalesce(?, job) WHERE name = ?"
_REPORT = (
    "SELECT s.name, s.words, s.due_at, s.due_before, CASE WHEN o.state = 'waiting' AND o.problem <> '' THEN 'failing' "
    "ELSE coalesce(o.state, '') END, s.job FROM bedplate_schedule AS s "
    "LEFT JOIN bedplate_outbox AS o ON o.id = s.job AND o.handler = s.name ORDER BY s.name"
)
_NAME_JOB = "UPDATE bedplate_schedule SET job = ? WHERE name = ?"


@dataclass(frozen=True, slots=True)
class Planned:
    """A schedule as a process has it: `due` is the next time that it knows of, `after` the one that follows the present instant; `job`
    is the key of the job to be made."""

    name: str
    words: str
    due: datetime
    after: datetime
    job: str


@dataclass(frozen=True, slots=True)
class ScheduleReport:
    """What an operator is shown: the state of the last run is that of its job."""

    name: str
    when: str
    due: str
    last_due: str
    last_state: str
    last_job: str


def take_due(transaction: Transaction, wanted: Sequence[Planned], now: datetime, event: str, *, first: bool) -> bool:
    """Make a job of every schedule that is due and move it on; whether there was any. `first`: this process has just started, so its
    declarations are the newest; afterwards a schedule that was declared otherwise meanwhile is left to who declared it."""
    made = False
    for one in wanted:
        found = cast("Sequence[tuple[str, str, str | None]]", transaction.run(_ONE, (one.name,)))
        if not found or (first and found[0][0] != one.words):
            transaction.run(_BEGIN, (one.name, one.words, stamp(one.due)))
            found = ((one.words, stamp(one.due), None),)
        words, due, state = found[0]
        if words != one.words or due > stamp(now):
            continue
        idle = state != "waiting"
        if idle:
            insert_events(transaction, [Emit(one.job, event, due.encode(), now, one.name)])
        transaction.run(_MOVE_ON, (stamp(one.after), one.job if idle else None, one.name))
        made |= idle
    return made


async def planned(database: Database) -> list[ScheduleReport]:
    """What an operator asks for."""
    return [ScheduleReport(*cast("tuple[str, str, str, str, str, str]", row)) for row in await database.read(_REPORT, (), "reader")]


async def run_now(database: Database, name: str, event: str, job: str, now: datetime) -> Literal["", "unknown", "waiting"]:
    """One run beside the times of the schedule; else why not: there is no such schedule, or a run of it is not done yet."""

    def work(transaction: Transaction) -> Literal["", "unknown", "waiting"]:
        found = transaction.run(_ONE, (name,))
        if not found or found[0][2] == "waiting":
            return "waiting" if found else "unknown"
        transaction.run(_NAME_JOB, (job, name))
        insert_events(transaction, [Emit(job, event, stamp(now).encode(), now, name)])
        return ""

    return await database.write(work)
