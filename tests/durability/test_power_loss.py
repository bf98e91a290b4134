"""No acknowledged write is lost, and no half work is kept, when the power goes at any moment."""
from __future__ import annotations

import asyncio
import os
import random
from pathlib import Path

import apsw
import pytest
from forgetful import Machine

from bedplate.storage.refusals import StorageFailed
from bedplate.storage.sqlite import Database, Limits, Transaction

ROUNDS = int(os.environ.get("BEDPLATE_SOAK_ROUNDS", "200"))
_TABLES = (
    "CREATE TABLE IF NOT EXISTS entry (id TEXT PRIMARY KEY NOT NULL, filler TEXT NOT NULL) STRICT",
    "CREATE TABLE IF NOT EXISTS mirror (entry TEXT NOT NULL REFERENCES entry, side INTEGER NOT NULL, PRIMARY KEY (entry, side)) STRICT",
)


def change_set(key: str, filler: str):
    """A work of three rows that belong together."""

    def work(transaction: Transaction) -> None:
        transaction.run("INSERT INTO entry VALUES (?, ?)", (key, filler))
        transaction.run("INSERT INTO mirror VALUES (?, 1)", (key,))
        transaction.run("INSERT INTO mirror VALUES (?, 2)", (key,))

    return work


class AcknowledgedWriteLost(Exception):
    """What must never happen."""


class Life:
    """One machine from its start to the loss of its power."""

    def __init__(self, path: Path, disk: dict[str, bytes], number: int, synchronous) -> None:
        self._path = path
        self._machine = Machine(disk)
        self._random = random.Random(number)
        self._number = number
        self._synchronous = synchronous
        self.acknowledged: set[str] = set()
        self.promised: set[str] = set()

    async def live(self) -> dict[str, bytes]:
        """Writes with four tasks until the power goes; returns what the disk holds."""
        machine = self._machine
        machine.chance = random.Random(self._number) if self._number % 2 else None
        machine.lose_at = self._random.randrange(1, 160)
        machine.at_loss = lambda: self.promised.update(self.acknowledged)
        limits = Limits(checkpoint_pages=self._random.choice((4, 30, 1_000)))
        database = Database.open(self._path, readers=1, synchronous=self._synchronous, vfs=machine.name, limits=limits)
        for text in _TABLES:
            await database.write(lambda transaction, text=text: transaction.run(text))
        await asyncio.gather(*(self._task(database, number) for number in range(4)))
        await database.close()
        if machine.lost is None:
            machine.lose_power()
        machine.unregister()
        assert machine.lost is not None
        return machine.lost

    async def _task(self, database: Database, task: int) -> None:
        for number in range(6):
            if self._machine.lost is not None:
                return
            key = f"{self._number}-{task}-{number}"
            await database.write(change_set(key, "x" * self._random.choice((1, 3_000))))
            self.acknowledged.add(key)


def survivors(path: Path, disk: dict[str, bytes]) -> set[str]:
    """What an honest machine finds; the file is whole and every change set is complete."""
    machine = Machine(disk)
    connection = apsw.Connection(str(path), vfs=machine.name)
    assert connection.pragma("integrity_check") == "ok"
    assert connection.pragma("foreign_key_check") is None
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'mirror'").fetchall():
        connection.close()
        machine.unregister()
        return set()
    found = connection.execute("SELECT id, (SELECT count(*) FROM mirror WHERE entry = id) FROM entry").fetchall()
    connection.close()
    machine.unregister()
    assert {count for _, count in found} <= {2}
    return {str(key) for key, _ in found}


async def many_lives(path: Path, rounds: int, synchronous) -> int:
    """One life after the other on the same disk; a fresh disk from time to time keeps it small. Returns how many were promised."""
    disk: dict[str, bytes] = {}
    promised: set[str] = set()
    total = 0
    for number in range(rounds):
        if number % 20 == 0:
            disk, promised = {}, set()
        life = Life(path, disk, number, synchronous)
        disk = await life.live()
        promised |= life.promised
        total += len(life.promised)
        lost = promised - survivors(path, disk)
        if lost:
            raise AcknowledgedWriteLost(f"round {number} lost {len(lost)} of {len(promised)}")
    return total


@pytest.mark.timeout(60 + ROUNDS)
async def test_no_acknowledged_write_is_lost(tmp_path: Path) -> None:
    """With full sync, whatever the moment, and whether or not some unsynced sectors reached the disk."""
    promised = await many_lives(tmp_path / "data.db", ROUNDS, "FULL")
    assert promised > ROUNDS  # the power goes late enough to have something to lose


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
async def test_the_test_sees_what_is_lost_without_sync(tmp_path: Path, synchronous) -> None:
    """The same lives with less sync, and without any, lose writes that were acknowledged: else the test above would prove nothing."""
    with pytest.raises(AcknowledgedWriteLost, match=r"lost [1-9][0-9]* of [1-9]"):
        await many_lives(tmp_path / "data.db", 40, synchronous)


async def test_after_a_failed_sync_no_write_is_promised(tmp_path: Path) -> None:
    """The group whose sync failed is refused, and every write after it, also when the disk syncs again; reads go on."""
    machine = Machine({})
    database = Database.open(tmp_path / "data.db", readers=1, vfs=machine.name)
    for text in _TABLES:
        await database.write(lambda transaction, text=text: transaction.run(text))
    await database.write(change_set("kept", "x"))
    machine.refuse_sync = True
    with pytest.raises(StorageFailed):
        await database.write(change_set("refused", "x"))
    machine.refuse_sync = False
    with pytest.raises(StorageFailed):
        await database.write(change_set("later", "x"))
    assert database.statistics().failed
    assert await database.read("SELECT id FROM entry") == [("kept",)]
    assert await database.read("SELECT id FROM entry", lane="reader") == [("kept",)]
    await database.close()
    machine.unregister()
