"""A read that waits for the disk holds its thread, never the loop."""
from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from cold_cache import main
from forgetful import Machine

from bedplate.storage.sqlite import Database


async def test_the_loop_runs_while_a_page_is_read_from_a_disk_that_does_not_answer(tmp_path: Path) -> None:
    """10,000 callbacks pass, inline reads among them are answered from their cache, and a write's place in the queue is kept."""
    machine = Machine({})
    database = Database.open(tmp_path / "data.db", readers=1, vfs=machine.name)
    await database.write(lambda tx: tx.run("CREATE TABLE t (a INTEGER) STRICT"))
    await database.write(lambda tx: tx.run("INSERT INTO t VALUES (7)"))
    assert await database.read("SELECT a FROM t") == [(7,)]
    disk, loop_thread = threading.Event(), threading.get_ident()

    def wait_for_the_disk() -> None:
        if threading.get_ident() != loop_thread:
            disk.wait(20)

    machine.before_read = wait_for_the_disk
    slow = asyncio.create_task(database.read("SELECT a FROM t", lane="reader"))
    for _ in range(10_000):
        await asyncio.sleep(0)
    assert not slow.done()
    assert await database.read("SELECT a FROM t") == [(7,)]
    disk.set()
    assert await slow == [(7,)]
    await database.close()
    machine.unregister()


async def test_reads_answer_right_on_a_cold_file() -> None:
    """The short twin of the soak: the same reads, a small file, no clock."""
    _, right = await main(rounds=1, rows=3_000, reads=5)
    assert right == 4 * 5 * 2
