"""Events on their way, on a bare connection."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import pytest

from bedplate.storage import outbox
from bedplate.values import Emit

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
LEASE = timedelta(seconds=30)


class Bare:
    """The statements of one connection."""

    def __init__(self, path: str = ":memory:") -> None:
        self.connection = apsw.Connection(path)

    def run(self, text: str, parameters: Sequence[Any] = ()) -> list[Any]:
        return list(self.connection.execute(text, tuple(parameters)))


@pytest.fixture
def bare() -> Iterator[Bare]:
    found = Bare()
    for text in outbox.TABLES:
        found.run(text)
    yield found
    found.connection.close()


def emit(number: int, handler: str = "mail", due: datetime = NOW) -> Emit:
    return Emit(f"e{number}", "Answered", b'{"comment":"c1"}', due, handler)


def take(bare: Bare, now: datetime = NOW, claim: str = "w1", limit: int = 16) -> list[outbox.Job]:
    return outbox.claim_due(bare, now=now, lease=LEASE, claim=claim, limit=limit)


def test_a_job_is_taken_by_one_worker_until_its_lease_ends(bare: Bare) -> None:
    """While the lease runs nobody else gets the job; afterwards it is due again and its attempt counts."""
    outbox.insert_events(bare, [emit(1)])
    assert [job.attempt for job in take(bare)] == [1]
    assert take(bare, NOW + LEASE - timedelta(microseconds=1), "w2") == []
    assert [(job.attempt, job.claim) for job in take(bare, NOW + LEASE, "w2")] == [(2, "w2")]


def test_a_worker_past_its_lease_cannot_end_a_job_of_another(bare: Bare) -> None:
    """Finishing, retrying and burying need the present claim."""
    outbox.insert_events(bare, [emit(1)])
    (old,) = take(bare)
    (new,) = take(bare, NOW + LEASE, "w2")
    assert not outbox.finish(bare, old, NOW)
    assert not outbox.retry(bare, old, NOW, "late")
    assert not outbox.bury(bare, old, NOW, "late")
    assert outbox.finish(bare, new, NOW)
    assert not outbox.finish(bare, new, NOW)


def test_each_handler_is_retried_alone(bare: Bare) -> None:
    """One row per event and handler: the end of one says nothing about the other."""
    outbox.insert_events(bare, [emit(1, "mail"), emit(1, "search")])
    mail, search = take(bare)
    outbox.finish(bare, mail, NOW)
    outbox.retry(bare, search, NOW + timedelta(seconds=5), "TimeoutError")
    assert take(bare, NOW + timedelta(seconds=4)) == []
    assert [(job.handler, job.attempt) for job in take(bare, NOW + timedelta(seconds=5))] == [("search", 2)]


def test_dead_letters_stay_visible_and_can_be_revived(bare: Bare) -> None:
    """A dead job is listed with its words, is never taken, and starts anew when revived."""
    outbox.insert_events(bare, [emit(1), emit(2)])
    first, second = take(bare)
    outbox.bury(bare, first, NOW, "ValueError at app.py:7")
    outbox.finish(bare, second, NOW)
    (dead,) = outbox.list_jobs(bare, "dead")
    assert (dead.id, dead.attempts, dead.problem) == ("e1", 1, "ValueError at app.py:7")
    assert take(bare, NOW + timedelta(days=1)) == []
    assert outbox.purge(bare, NOW) == 1
    assert [job.id for job in outbox.list_jobs(bare)] == ["e1"]
    assert outbox.revive(bare, "e1", "mail", NOW)
    assert [job.attempt for job in take(bare)] == [1]


def test_events_come_when_due_and_in_bounded_numbers(bare: Bare) -> None:
    """A later event waits for its time, a taking is bounded, and the next due time is known."""
    outbox.insert_events(bare, [emit(1, due=NOW + timedelta(minutes=30)), emit(2), emit(3), emit(4)])
    assert [job.id for job in take(bare, limit=2)] == ["e2", "e3"]
    assert outbox.next_due(bare) == "2026-05-04T12:00:00.000000Z"
    assert [job.id for job in take(bare, limit=2)] == ["e4"]
    assert outbox.next_due(bare) == "2026-05-04T12:00:30.000000Z"


def test_an_event_that_nobody_handles_is_noted(bare: Bare) -> None:
    """It is listed as done and never taken."""
    outbox.insert_events(bare, [emit(1, handler="")])
    assert take(bare) == []
    assert [(job.event, job.state) for job in outbox.list_jobs(bare)] == [("Answered", "done")]


def test_several_processes_share_a_file(tmp_path: Path) -> None:
    """Two connections that take in turn get every job exactly once."""
    first, second = Bare(str(tmp_path / "a.db")), Bare(str(tmp_path / "a.db"))
    for text in outbox.TABLES:
        first.run(text)
    outbox.insert_events(first, [emit(number) for number in range(20)])
    taken = [job.id for turn in range(10) for job in take((first, second)[turn % 2], claim=f"w{turn}", limit=3)]
    assert len(taken) == len(set(taken)) == 20
    first.connection.close()
    second.connection.close()


@pytest.mark.parametrize(("attempt", "jitter", "seconds"), [(1, 0.0, 0.5), (1, 1.0, 1.0), (4, 1.0, 8.0), (40, 1.0, 3600.0)])
def test_waits_grow_and_are_spread(attempt: int, jitter: float, seconds: float) -> None:
    """The wait doubles from a second to an hour and is spread over its upper half."""
    assert outbox.retry_delay(attempt, jitter) == timedelta(seconds=seconds)


def test_finding_due_jobs_uses_its_index(bare: Bare) -> None:
    """Neither taking nor looking for the next due time scans the table."""
    for text, parameters in ((outbox._CLAIM, ("", "", "", 1)), (outbox.NEXT_DUE, ())):
        plan = " ".join(row[3] for row in bare.run("EXPLAIN QUERY PLAN " + text, parameters))
        assert "bedplate_outbox_due" in plan
        assert "TEMP B-TREE" not in plan
