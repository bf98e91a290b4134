"""How long the loop stands still while reads meet a cold disk. Run by hand or by the soak: `python tests/durability/cold_cache.py`.

Fills a database of some 40 MB, throws it out of the kernel's page cache before each round, and reads random rows inline and ranges in the
reader lane, while a trivial callback notes how late it is called.
"""
from __future__ import annotations

import asyncio
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from bedplate.storage.sqlite import Database

_ONE = "SELECT a FROM t WHERE id = ?"
_RANGE = "SELECT count(*), sum(length(a)) FROM t WHERE b BETWEEN ? AND ?"


async def fill(path: Path, rows: int) -> None:
    """Rows of 400 bytes in an order that is not the key's."""
    database = Database.open(path)
    await database.write(lambda tx: tx.run("CREATE TABLE t (id TEXT PRIMARY KEY NOT NULL, a TEXT, b INTEGER) STRICT"))
    await database.write(lambda tx: tx.run("CREATE INDEX t_b ON t (b)"))
    for start in range(0, rows, 1_000):
        await database.write(
            lambda tx, start=start: [
                tx.run("INSERT INTO t VALUES (?, ?, ?)", (f"{n:036d}", "x" * 400, n * 7_919 % rows)) for n in range(start, start + 1_000)
            ]
        )
    await database.close()


def forget(path: Path) -> None:
    """Drops the file from the kernel's page cache."""
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)


async def one_round(path: Path, rows: int, reads: int, chance: random.Random) -> tuple[list[float], int]:
    """Delays of the callback in seconds, and how many reads answered right."""
    database = Database.open(path)
    delays: list[float] = []
    running = True

    async def tick() -> None:
        while running:
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            delays.append(time.perf_counter() - before - 0.001)

    async def read() -> int:
        right = 0
        for _ in range(reads):
            right += await database.read(_ONE, (f"{chance.randrange(rows):036d}",)) == [("x" * 400,)]
            low = chance.randrange(rows - 1_000)
            right += await database.read(_RANGE, (low, low + 999), lane="reader") == [(1_000, 400_000)]
            await asyncio.sleep(0)
        return right

    ticking = asyncio.create_task(tick())
    answers = await asyncio.gather(*(read() for _ in range(4)))
    running = False
    await ticking
    await database.close()
    return delays, sum(answers)


async def main(rounds: int, rows: int = 100_000, reads: int = 100) -> tuple[float, int]:
    """The 99th percentile of the delays in seconds, and the right answers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.db"
        await fill(path, rows)
        delays: list[float] = []
        right = 0
        for number in range(rounds):
            forget(path)
            more, answers = await one_round(path, rows, reads, random.Random(number))
            delays += more
            right += answers
    delays.sort()
    return delays[int(len(delays) * 0.99)], right


if __name__ == "__main__":
    late, _ = asyncio.run(main(int(os.environ.get("BEDPLATE_SOAK_ROUNDS", "3"))))
    sys.stdout.write(f"cold cache: the loop's 99th percentile is {late * 1_000:.1f} ms late (at most 20)\n")
    sys.exit(late > 0.020)
