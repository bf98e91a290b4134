"""The one writer: groups, refusals, lost groups, waiting, stopping."""
from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable

import apsw
import pytest

from bedplate.errors import Conflict
from bedplate.storage.refusals import DiskFull, Overloaded, QueryTooExpensive, ShuttingDown
from bedplate.storage.sqlite import ConstraintBroken, Transaction

_INSERT = "INSERT INTO t VALUES (?, ?)"


def insert(key: str, text: str = "") -> Callable[[Transaction], str]:
    """A work that keeps one row."""

    def work(transaction: Transaction) -> str:
        transaction.run(_INSERT, (key, text))
        return key

    return work


class Gate:
    """A work that holds the writer until it is opened, so that a group can gather behind it."""

    def __init__(self) -> None:
        self._open = threading.Event()

    def __call__(self, _transaction: Transaction) -> None:
        self._open.wait(10)

    def open(self) -> None:
        self._open.set()


@pytest.fixture
async def make(opener):
    """Opens a database with one table."""

    async def make_it(**limits):
        database = opener(**limits)
        await database.write(lambda tx: tx.run("CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, a TEXT CHECK (a <> 'bad')) STRICT"))
        return database

    return make_it


async def together(database, *works):
    """All works in one group, and their outcomes."""
    gate = Gate()
    first = asyncio.create_task(database.write(gate))
    tasks = [asyncio.create_task(database.write(work)) for work in works]
    await asyncio.sleep(0)
    gate.open()
    await first
    return await asyncio.gather(*tasks, return_exceptions=True)


async def keys(database) -> set[object]:
    return {row[0] for row in await database.read("SELECT id FROM t")}


async def test_works_share_a_commit(make) -> None:
    """63 works behind a gate are one group with it, each with its own answer."""
    database = await make(group_seconds=60.0)
    before = database.statistics()
    answers = await together(database, *(insert(f"k{n}") for n in range(63)))
    after = database.statistics()
    assert answers == [f"k{n}" for n in range(63)]
    assert (after.groups - before.groups, after.works - before.works) == (1, 64)


async def test_a_group_has_at_most_so_many_members(make) -> None:
    """The 65th work waits for the next commit."""
    database = await make(group_seconds=60.0)
    before = database.statistics().groups
    await together(database, *(insert(f"k{n}") for n in range(130)))
    assert database.statistics().groups - before == 3


async def test_a_group_takes_no_more_after_its_time(make) -> None:
    """With no time to gather, each work has its own commit."""
    database = await make(group_seconds=-1.0)
    before = database.statistics().groups
    await together(database, *(insert(f"k{n}") for n in range(5)))
    assert database.statistics().groups - before == 6


async def test_an_answer_comes_after_the_commit(make) -> None:
    """At the moment of the answer another connection sees the row."""
    database = await make()
    other = apsw.Connection(str(database.path))
    for number in range(50):
        await database.write(insert(f"k{number}"))
        assert other.execute("SELECT count(*) FROM t").fetchall() == [(number + 1,)]
    other.close()


async def test_a_refused_work_takes_nobody_with_it(make) -> None:
    """Its own rows are undone, those of its group are kept, and its refusal is raised to its caller alone."""
    database = await make(group_seconds=60.0)

    def refused(transaction: Transaction) -> None:
        insert("half")(transaction)
        raise Conflict("NUMBER_ONCE")

    def bug(transaction: Transaction) -> None:
        insert("bug")(transaction)
        raise KeyError("a bug")

    before = database.statistics().groups
    answers = await together(database, insert("a"), refused, insert("b"), bug, insert("a"), insert("c"))
    assert [type(a) for a in answers] == [str, Conflict, str, KeyError, ConstraintBroken, str]
    assert answers[1].code == "NUMBER_ONCE"
    assert await keys(database) == {"a", "b", "c"}
    assert database.statistics().groups - before == 1


async def test_a_work_may_answer_a_broken_constraint_itself(make) -> None:
    """The statement had no effect, the work goes on."""
    database = await make()

    def careful(transaction: Transaction) -> str:
        try:
            transaction.run(_INSERT, ("a", "bad"))
        except ConstraintBroken as broken:
            transaction.run(_INSERT, ("a", broken.kind))
        return "done"

    assert await database.write(careful) == "done"
    assert await database.read("SELECT id, a FROM t") == [("a", "check")]


async def test_a_lost_group_runs_again_one_by_one(make) -> None:
    """A full disk rolls back everybody's work; all but the culprit are kept in the end, each in its own commit."""
    database = await make(group_seconds=60.0)
    pages = await database.read("PRAGMA page_count")
    await database.write(lambda tx: tx.run(f"PRAGMA max_page_count = {pages[0][0] + 4}"))
    before = database.statistics()
    answers = await together(database, insert("a"), insert("huge", "x" * 100_000), insert("b"))
    assert [type(a) for a in answers] == [str, DiskFull, str]
    assert await keys(database) == {"a", "b"}
    after = database.statistics()
    assert (after.lost_groups - before.lost_groups, after.reruns - before.reruns) == (1, 3)
    assert not after.failed
    await database.write(lambda tx: tx.run("PRAGMA max_page_count = 100000"))
    await database.write(insert("huge", "x" * 100_000))


async def test_a_work_that_hides_a_lost_transaction_commits_nothing(make) -> None:
    """After an error that rolled back everything no statement runs by itself."""
    database = await make(group_seconds=60.0)
    pages = await database.read("PRAGMA page_count")
    await database.write(lambda tx: tx.run(f"PRAGMA max_page_count = {pages[0][0] + 4}"))

    def stubborn(transaction: Transaction) -> None:
        for text in ("x" * 100_000, ""):
            try:
                transaction.run(_INSERT, ("stubborn", text))
            except Exception:
                continue

    answers = await together(database, insert("a"), stubborn)
    assert answers[0] == "a"
    assert isinstance(answers[1], Exception)
    assert await keys(database) == {"a"}


async def test_a_runaway_write_cannot_hold_the_writer(make) -> None:
    """It is stopped and refused, not tried again; its group is kept."""
    database = await make(group_seconds=60.0, work_seconds=0.1)
    runaway = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
        "INSERT INTO t SELECT 'n' || i, '' FROM n WHERE i < 0"
    )
    before = database.statistics().reruns
    await database.write(insert("first"))
    answers = await asyncio.gather(
        database.write(insert("a")), database.write(lambda tx: tx.run(runaway)), database.write(insert("b")), return_exceptions=True
    )
    assert [type(a) for a in answers] == [str, QueryTooExpensive, str]
    assert await keys(database) == {"first", "a", "b"}
    assert database.statistics().reruns - before <= 2


async def test_even_a_deferred_constraint_fails_only_its_own_work(make) -> None:
    """Schemas must not have them; if one does, the commit of the group fails and the members are run alone."""
    database = await make(group_seconds=60.0)
    await database.write(lambda tx: tx.run("CREATE TABLE d (t TEXT REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED) STRICT"))
    answers = await together(database, insert("a"), lambda tx: tx.run("INSERT INTO d VALUES ('missing')"), insert("b"))
    assert [type(a) for a in answers] == [str, ConstraintBroken, str]
    assert await keys(database) == {"a", "b"}


async def test_a_caller_that_left_takes_its_work_back(make) -> None:
    """Cancelled before it began, a work is not done."""
    database = await make()
    gate = Gate()
    first = asyncio.create_task(database.write(gate))
    leaving = asyncio.create_task(database.write(insert("left")))
    await asyncio.sleep(0)
    leaving.cancel()
    await asyncio.sleep(0)
    gate.open()
    await first
    await database.write(insert("stayed"))
    assert await keys(database) == {"stayed"}


async def test_a_full_queue_of_writes_is_refused(make) -> None:
    """The caller hears Overloaded at once."""
    database = await make(write_queue=2)
    gate = Gate()
    first = asyncio.create_task(database.write(gate))
    tasks = [asyncio.create_task(database.write(insert(f"k{n}"))) for n in range(8)]
    await asyncio.sleep(0)
    gate.open()
    answers = await asyncio.gather(first, *tasks, return_exceptions=True)
    refused = sum(isinstance(a, Overloaded) for a in answers)
    assert refused >= 5
    assert database.statistics().overloads == refused
    assert len(await keys(database)) == 8 - refused


async def test_a_lock_that_another_process_keeps_is_waited_for_and_then_refused(make) -> None:
    """Within the wait the write is done once the lock is free; after it the caller hears Overloaded."""
    database = await make(write_wait_seconds=0.05)
    other = apsw.Connection(str(database.path))
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Overloaded):
        await database.write(insert("a"))
    assert database.statistics().busy_retries >= 1
    other.execute("ROLLBACK")
    assert await database.write(insert("b")) == "b"
    other.close()


async def test_writes_that_were_accepted_are_finished_by_close(make) -> None:
    """Each is answered; the log is empty afterwards; later writes are refused."""
    database = await make()
    gate = Gate()
    first = asyncio.create_task(database.write(gate))
    tasks = [asyncio.create_task(database.write(insert(f"k{n}"))) for n in range(200)]
    await asyncio.sleep(0)
    path = str(database.path)
    closing = asyncio.create_task(database.close())
    await asyncio.sleep(0)
    gate.open()
    await closing
    assert await asyncio.gather(first, *tasks) == [None, *(f"k{n}" for n in range(200))]
    with pytest.raises(ShuttingDown):
        await database.write(insert("late"))
    left = apsw.Connection(path)
    assert left.execute("SELECT count(*) FROM t").fetchall() == [(200,)]
    left.close()


async def test_the_log_is_moved_between_groups(make) -> None:
    """After so many pages, by the writer, so that it does not grow without end."""
    database = await make(checkpoint_pages=20)
    for number in range(60):
        await database.write(insert(f"k{number}", "x" * 3_000))
    assert database.statistics().checkpoints >= 3
    assert os.path.getsize(str(database.path) + "-wal") < 60 * 4_096


async def test_a_work_that_raises_stop_iteration_is_answered(make) -> None:
    """Futures do not take it; nobody waits for ever."""
    database = await make()

    def work(_transaction: Transaction) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        await database.write(work)


async def test_a_work_sees_how_many_rows_it_changed(make) -> None:
    """Zero where nothing matched: the mark of a lost race."""
    database = await make()
    await database.write(insert("a"))

    def work(transaction: Transaction) -> list[int]:
        counts = []
        for key in ("a", "missing"):
            transaction.run("UPDATE t SET a = 'x' WHERE id = ?", (key,))
            counts.append(transaction.changes())
        return counts

    assert await database.write(work) == [1, 0]
