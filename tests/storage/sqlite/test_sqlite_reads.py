"""The two lanes of reads."""
from __future__ import annotations

import asyncio
import threading

import apsw
import pytest

from bedplate.storage.refusals import FigureTooLarge, Overloaded, QueryTooExpensive, ShuttingDown
from bedplate.storage.sqlite.shapes import SlowShapes

_NEVER = -1.0  # a budget that is spent before it begins


async def test_a_read_that_never_ends_is_refused(opener, endless: str) -> None:
    """The reader lane stops it after its budget, and serves the next."""
    database = opener(reader_seconds=0.05)
    with pytest.raises(QueryTooExpensive):
        await database.read(endless, lane="reader")
    assert await database.read("SELECT 1", lane="reader") == [(1,)]
    assert database.statistics().interrupted_readers == 1


async def test_an_endless_inline_read_leaves_the_loop_and_is_refused(opener, endless: str) -> None:
    """Both budgets hold, one after the other."""
    database = opener(reader_seconds=0.05)
    with pytest.raises(QueryTooExpensive):
        await database.read(endless)
    assert database.statistics().interrupted_inline == 1


async def test_a_full_queue_of_reads_is_refused(opener, endless: str) -> None:
    """The caller hears Overloaded at once, with Retry-After."""
    database = opener(readers=1, reader_queue=2, reader_seconds=0.2)
    running = [asyncio.create_task(database.read(endless, lane="reader")) for _ in range(6)]
    answers = await asyncio.gather(*running, return_exceptions=True)
    refused = [a for a in answers if isinstance(a, Overloaded)]
    assert len(refused) >= 3
    assert refused[0].headers["Retry-After"]
    assert database.statistics().overloads == len(refused)


async def test_a_read_that_waited_too_long_is_refused(opener) -> None:
    """It is not run when nobody can want it any more."""
    database = opener(reader_seconds=_NEVER)
    with pytest.raises(Overloaded):
        await database.read("SELECT 1", lane="reader")


async def test_a_caller_that_left_stops_its_read(opener, endless: str) -> None:
    """A cancelled read does not hold its thread for the rest of its budget."""
    database = opener(readers=1, reader_seconds=60.0)
    leaving = asyncio.create_task(database.read(endless, lane="reader"))
    await asyncio.sleep(0)
    leaving.cancel()
    assert await database.read("SELECT 1", lane="reader") == [(1,)]


async def test_an_interrupted_shape_goes_to_the_readers_from_then_on(opener, long: str) -> None:
    """The answer comes all the same; the loop is not tried again."""
    database = opener(inline_seconds=_NEVER)
    for _ in range(3):
        assert await database.read(long) == [(10_000,)]
    assert database.statistics().interrupted_inline == 1
    assert database.statistics().slow_shapes == 1
    assert database.read_inline(long, ()) is None


async def test_no_read_transaction_stays_open(opener, long: str) -> None:
    """After an answer, an interruption and an error nothing holds the log back."""
    database = opener(inline_seconds=_NEVER)
    await database.write(lambda tx: tx.run("CREATE TABLE t (a INTEGER) STRICT"))
    await database.read("SELECT a FROM t")
    assert database._inline.is_idle()
    database.read_inline(long + ", t", ())
    assert database._inline.is_idle()
    with pytest.raises(FigureTooLarge):
        await database.read("SELECT abs(-9223372036854775808) FROM (SELECT 1 UNION ALL SELECT 2)")
    assert database._inline.is_idle()
    with pytest.raises(apsw.SQLError):
        await database.read("SELECT json('{') FROM (SELECT 1 UNION ALL SELECT 2)")
    assert database._inline.is_idle()


@pytest.mark.parametrize("lane", ["inline", "reader"])
async def test_a_wrong_statement_is_a_bug_in_either_lane(opener, lane) -> None:
    """It is raised as it is, to become one bare 500."""
    database = opener()
    with pytest.raises(apsw.SQLError):
        await database.read("SELEC 1", lane=lane)


async def test_values_are_bound_and_come_back(opener) -> None:
    """The five stored kinds."""
    database = opener()
    values = ("text", 7, 1.5, b"\x00", None)
    for lane in ("inline", "reader"):
        assert await database.read("SELECT ?, ?, ?, ?, ?", values, lane=lane) == [values]


async def test_the_loop_runs_while_a_reader_works(opener, endless: str) -> None:
    """Ten thousand callbacks pass before a slow read ends: it ends only when its caller goes."""
    database = opener(reader_seconds=60.0)
    slow = asyncio.create_task(database.read(endless, lane="reader"))
    for _ in range(10_000):
        await asyncio.sleep(0)
    assert not slow.done()
    slow.cancel()


async def test_each_statement_is_seen_once(opener, long: str) -> None:
    """Also when it fell over from the loop to a reader."""
    database = opener(inline_seconds=_NEVER)
    seen: list[str] = []
    database.on_statement = seen.append
    await database.read(long)
    await database.read(long)
    await database.read("SELECT 2", lane="reader")
    await database.write(lambda tx: tx.run("SELECT 3"))
    assert seen == [long, long, "SELECT 2", "SELECT 3"]
    database.on_statement = None
    await database.read("SELECT 4")
    assert len(seen) == 4


async def test_a_closed_database_refuses_reads(opener) -> None:
    """With ShuttingDown, in either lane."""
    database = opener()
    await database.close()
    for lane in ("inline", "reader"):
        with pytest.raises(ShuttingDown):
            await database.read("SELECT 1", lane=lane)


async def test_explain_gives_the_plan_without_running(opener, endless: str) -> None:
    """Lines of the plan, with and without parameters; slots may be left open."""
    database = opener()
    await database.write(lambda tx: tx.run("CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, a INTEGER) STRICT"))
    by_key = "SELECT a FROM t WHERE id = ?1"
    assert database.explain(by_key) == database.explain(by_key, ("x",)) == ["SEARCH t USING INDEX sqlite_autoindex_t_1 (id=?)"]
    assert database.explain("SELECT a FROM t ORDER BY a") == ["SCAN t", "USE TEMP B-TREE FOR ORDER BY"]
    assert any(line.startswith("  ") for line in database.explain(endless))


async def test_a_plan_that_takes_longer_than_the_loop_may_wait_is_none(opener) -> None:
    """Planning many relations at once is stopped like a slow read, and is no error; whoever has time gets the plan all the same."""
    database = opener(inline_seconds=_NEVER, inline_steps=1)
    await database.write(lambda tx: tx.run("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER) STRICT"))
    many = "SELECT " + ", ".join(f"(SELECT count(*) FROM t AS x{i}, t AS y{i} WHERE x{i}.a = y{i}.id)" for i in range(100))
    assert database.explain_in_time(many) is None
    assert len(database.explain(many)) == 301
    assert opener().explain_in_time("SELECT a FROM t WHERE id = 1") == ["SEARCH t USING INTEGER PRIMARY KEY (rowid=?)"]


def test_a_database_opens_and_closes_without_a_loop(tmp_path) -> None:
    """And serves the loops that come, one after the other."""
    from bedplate.storage.sqlite import Database

    before = threading.active_count()
    database = Database.open(tmp_path / "data.db")

    async def use() -> list[tuple[object, ...]]:
        await database.write(lambda tx: tx.run("CREATE TABLE IF NOT EXISTS t (a)"))
        return [*await database.read("SELECT count(*) FROM t"), *await database.read("SELECT 1", lane="reader")]

    assert asyncio.run(use()) == asyncio.run(use()) == [(0,), (1,)]
    database.close_now()
    assert threading.active_count() == before


def test_a_slow_shape_earns_its_way_back_and_is_doubted_longer_each_time() -> None:
    """64 quick reads in a row bring it back, then 128; a slow one starts the count again."""
    shapes = SlowShapes(quick=0.001)
    for probation in (64, 128, 256):
        shapes.interrupted("a")
        shapes.served("a", 0.0001)
        shapes.served("a", 0.5)
        for _ in range(probation - 1):
            shapes.served("a", 0.0001)
        assert "a" in shapes.slow
        shapes.served("a", 0.0001)
        assert "a" not in shapes.slow


def test_remembered_shapes_are_bounded() -> None:
    """The oldest is forgotten."""
    shapes = SlowShapes(quick=0.001)
    for number in range(1_100):
        shapes.interrupted(str(number))
    assert len(shapes.slow) == 1_024
    assert "0" not in shapes.slow
