"""Events on their way: written in the transaction of the change that they tell of, delivered after it, at least once.

One row per event and handler, so that each handler is retried by itself. Taking a job moves its due time behind a lease: a worker
that dies simply lets the job become due again, and several worker processes share one table without further locks. An attempt is
counted when the job is taken, so that a job which kills its worker ends as a dead letter too.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias, cast

from bedplate.storage.sqlite import Database, Transaction
from bedplate.values import Emit

__all__ = [
    "KEPT_FOR", "NEXT_DUE", "TABLES", "Job", "JobReport", "JobState", "Unfinished", "again", "bury", "claim_due", "finish", "insert_events", "list_jobs",
    "next_due", "purge", "retry", "retry_delay", "revive", "stamp", "unfinished",
]

JobState: TypeAlias = Literal["waiting", "done", "dead"]
Unfinished: TypeAlias = Literal["waiting", "failing", "dead"]

KEPT_FOR = timedelta(days=7)
"""How long a delivered event stays to be looked at. Dead letters stay until somebody does."""

TABLES = (
    """CREATE TABLE IF NOT EXISTS bedplate_outbox (
  id TEXT NOT NULL,
  handler TEXT NOT NULL,
  event TEXT NOT NULL,
  payload BLOB NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
  due_at TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  claim TEXT,
  ended_at TEXT,
  problem TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (id, handler)
) STRICT""",
    "CREATE INDEX IF NOT EXISTS bedplate_outbox_due ON bedplate_outbox (due_at) WHERE state = 'waiting'",
    "CREATE INDEX IF NOT EXISTS bedplate_outbox_done ON bedplate_outbox (ended_at) WHERE state = 'done'",
)

_INSERT = "INSERT INTO bedplate_outbox (id, handler, event, payload, state, due_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?)"
_CLAIM = (
    "UPDATE bedplate_outbox SET due_at = ?, claim = ?, attempts = attempts + 1 WHERE rowid IN "
    "(SELECT rowid FROM bedplate_outbox WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at LIMIT ?) "
    "RETURNING id, handler, event, payload, attempts"
)
_EXTEND = "UPDATE bedplate_outbox SET due_at = ? WHERE id = ? AND handler = ? AND claim = ? AND state = 'waiting'"
_END = (
    "UPDATE bedplate_outbox SET state = ?, ended_at = ?, problem = ?, claim = NULL "
    "WHERE id = ? AND handler = ? AND claim = ? AND state = 'waiting' RETURNING 1"
)
_RETRY = (
    "UPDATE bedplate_outbox SET due_at = ?, problem = ?, claim = NULL "
    "WHERE id = ? AND handler = ? AND claim = ? AND state = 'waiting' RETURNING 1"
)
_REVIVE = (
    "UPDATE bedplate_outbox SET state = 'waiting', due_at = ?, attempts = 0, ended_at = NULL "
    "WHERE id = ? AND handler = ? AND state = 'dead' RETURNING 1"
)
_LIST = "SELECT id, handler, event, state, attempts, due_at, problem FROM bedplate_outbox WHERE state = ? ORDER BY id, handler LIMIT ?"
_LIST_ALL = "SELECT id, handler, event, state, attempts, due_at, problem FROM bedplate_outbox ORDER BY id, handler LIMIT ?"
_UNFINISHED = (
    "SELECT id, handler, event, CASE WHEN state = 'waiting' AND problem <> '' THEN 'failing' ELSE state END AS shown, attempts, due_at, problem "
    "FROM bedplate_outbox WHERE state <> 'done' AND (?1 IS NULL OR shown = ?1) ORDER BY id, handler LIMIT ?2"
)
_AGAIN = (
    "UPDATE bedplate_outbox SET state = 'waiting', due_at = ?1, attempts = CASE state WHEN 'dead' THEN 0 ELSE attempts END, ended_at = NULL "
    "WHERE id = ?2 AND claim IS NULL AND problem <> '' AND state <> 'done' AND (?3 IS NULL OR handler = ?3) RETURNING handler"
)
NEXT_DUE = "SELECT min(due_at) FROM bedplate_outbox WHERE state = 'waiting'"
_PURGE = (
    "DELETE FROM bedplate_outbox WHERE rowid IN "
    "(SELECT rowid FROM bedplate_outbox WHERE state = 'done' AND ended_at <= ? ORDER BY ended_at LIMIT ?) RETURNING 1"
)

_FIRST_RETRY = 1.0  # seconds
_LONGEST_RETRY = 3600.0  # seconds


@dataclass(frozen=True, slots=True)
class Job:
    """One event for one handler, taken by one worker until its lease ends. `attempt` counts from 1."""

    id: str
    handler: str
    event: str
    payload: bytes
    attempt: int
    claim: str


@dataclass(frozen=True, slots=True)
class JobReport:
    """What an operator is shown. Without the payload, which may hold personal data."""

    id: str
    handler: str
    event: str
    state: JobState | Unfinished
    attempts: int
    due: str
    problem: str


def insert_events(transaction: Transaction, events: Sequence[Emit], now: datetime | None = None) -> None:
    """Write the events of a change set, in its transaction. One that nobody handles is noted as done."""
    for event in events:
        due = stamp(event.due)
        state, ended = ("waiting", None) if event.handler else ("done", stamp(now) if now else due)
        transaction.run(_INSERT, (event.id, event.handler, event.event, event.payload, state, due, ended))


def claim_due(
    transaction: Transaction, *, now: datetime, lease: timedelta, claim: str, limit: int = 16, longer: Mapping[tuple[str, str], timedelta] = {}
) -> list[Job]:
    """Take at most `limit` due jobs for the length of `lease`, those of a (event, handler) in `longer` for that; `claim` names this taking
    and nobody else's."""
    rows = transaction.run(_CLAIM, (stamp(now + lease), claim, stamp(now), limit))
    jobs = [Job(*cast("tuple[str, str, str, bytes, int]", row), claim=claim) for row in rows]
    for job in jobs:
        if (job.event, job.handler) in longer:
            transaction.run(_EXTEND, (stamp(now + longer[job.event, job.handler]), job.id, job.handler, claim))
    return sorted(jobs, key=lambda job: (job.id, job.handler))


def finish(transaction: Transaction, job: Job, now: datetime) -> bool:
    """The handler came to its end. False: the lease had ended and somebody else has the job."""
    return bool(transaction.run(_END, ("done", stamp(now), "", job.id, job.handler, job.claim)))


def retry(transaction: Transaction, job: Job, due: datetime, problem: str) -> bool:
    """The handler failed and shall be tried again. `problem` are words without values."""
    return bool(transaction.run(_RETRY, (stamp(due), problem, job.id, job.handler, job.claim)))


def bury(transaction: Transaction, job: Job, now: datetime, problem: str) -> bool:
    """The handler failed for good: a dead letter, which stays until somebody looks at it."""
    return bool(transaction.run(_END, ("dead", stamp(now), problem, job.id, job.handler, job.claim)))


def revive(transaction: Transaction, job_id: str, handler: str, now: datetime) -> bool:
    """Try a dead letter again from the beginning."""
    return bool(transaction.run(_REVIVE, (stamp(now), job_id, handler)))


def next_due(transaction: Transaction) -> str | None:
    """When the next job is due (stored form), leases of taken jobs included."""
    return cast("str | None", transaction.run(NEXT_DUE)[0][0])


def list_jobs(transaction: Transaction, state: JobState | None = None, limit: int = 100) -> list[JobReport]:
    """The first `limit` jobs in the order in which they were emitted."""
    rows = transaction.run(_LIST, (state, limit)) if state else transaction.run(_LIST_ALL, (limit,))
    return [JobReport(*cast("tuple[str, str, str, JobState, int, str, str]", row)) for row in rows]


async def unfinished(database: Database, state: Unfinished | None = None, limit: int = 100) -> list[JobReport]:
    """What an operator asks for: jobs that wait, that failed and will be tried again, that died; the oldest events first."""
    rows = await database.read(_UNFINISHED, (state, limit), "reader")
    return [JobReport(*cast("tuple[str, str, str, Unfinished, int, str, str]", row)) for row in rows]


async def again(database: Database, job_id: str, handler: str | None, now: datetime) -> list[str]:
    """Make the failed and dead jobs of an event due at once; those at a worker's hand are left to it. Returns their handlers."""
    rows = await database.write(lambda transaction: transaction.run(_AGAIN, (stamp(now), job_id, handler)))
    return sorted(cast("str", row[0]) for row in rows)


def purge(transaction: Transaction, before: datetime, batch: int = 500) -> int:
    """Forget at most `batch` jobs that were done before an instant; dead letters stay."""
    return len(transaction.run(_PURGE, (stamp(before), batch)))


def retry_delay(attempt: int, jitter: float) -> timedelta:
    """How long to wait after the `attempt`-th failure: doubling from 1 s to 1 h, spread over the upper half by `jitter` in [0, 1)."""
    full = min(_FIRST_RETRY * 2.0 ** min(attempt - 1, 20), _LONGEST_RETRY)
    return timedelta(seconds=full * (0.5 + jitter / 2))


def stamp(instant: datetime) -> str:
    """An instant as the table holds it."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
