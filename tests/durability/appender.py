"""A process that writes change sets and says each one on standard output once it is acknowledged. Started by the tests.

Arguments: path of the database, prefix of the keys, how many (0: until killed), "append" or "count".
"""
from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from bedplate.storage.sqlite import Database, Transaction

TABLES = (
    "CREATE TABLE IF NOT EXISTS entry (id TEXT PRIMARY KEY NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS mirror (entry TEXT NOT NULL REFERENCES entry (id)) STRICT",
    "CREATE TABLE IF NOT EXISTS counter (id INTEGER PRIMARY KEY, n INTEGER NOT NULL) STRICT",
    "INSERT OR IGNORE INTO counter VALUES (1, 0)",
)


def append(key: str) -> Callable[[Transaction], None]:
    """Two rows that belong together."""

    def work(transaction: Transaction) -> None:
        transaction.run("INSERT INTO entry VALUES (?)", (key,))
        transaction.run("INSERT INTO mirror VALUES (?)", (key,))

    return work


def count(_key: str) -> Callable[[Transaction], None]:
    """Reads a number, then writes the next: a lost update would show."""

    def work(transaction: Transaction) -> None:
        ((number,),) = transaction.run("SELECT n FROM counter")
        assert isinstance(number, int)
        transaction.run("UPDATE counter SET n = ?", (number + 1,))

    return work


async def main(path: Path, prefix: str, times: int, work: Callable[[str], Callable[[Transaction], None]]) -> None:
    """Four tasks that write side by side."""
    database = Database.open(path)
    for text in TABLES:
        await database.write(lambda transaction, text=text: transaction.run(text))

    async def task(name: int) -> None:
        number = 0
        while times == 0 or number < times // 4:
            key = f"{prefix}-{name}-{number}"
            await database.write(work(key))
            sys.stdout.write(key + "\n")
            sys.stdout.flush()
            number += 1

    await asyncio.gather(*(task(name) for name in range(4)))
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), count if sys.argv[4] == "count" else append))
