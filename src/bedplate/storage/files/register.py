"""Which files there are, and how many rows hold each: written by triggers in the transaction of the row, whatever wrote the row.

A file is registered before its bytes are placed, so a process that is killed between leaves a record that nobody holds, which is
forgotten after a while with its bytes. `holders` -1 means that the bytes are being deleted: no row can take hold of it any more.
`since` is when nobody began to hold it; a trigger knows no clock and leaves it empty, for the upkeep to fill in.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from bedplate.declarations.contract import Contract, FieldContract, ResourceContract
from bedplate.storage.fragment import Fragment, name, sql
from bedplate.storage.outbox import stamp
from bedplate.storage.sqlite import Transaction

__all__ = ["GRACE", "TABLES", "add", "doom", "erase", "expired", "triggers"]

GRACE: Final = timedelta(hours=1)
"""So long a file that no row holds stays: longer than any request, so that what is on its way is never taken from it."""

TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS bedplate_file (
  id TEXT NOT NULL PRIMARY KEY,
  holders INTEGER NOT NULL DEFAULT 0,
  since TEXT
) STRICT""",
    "CREATE INDEX IF NOT EXISTS bedplate_file_unheld ON bedplate_file (since) WHERE holders <= 0",
)

_ADD: Final = "INSERT INTO bedplate_file (id, since) VALUES (?, ?)"
_STAMP: Final = "UPDATE bedplate_file SET since = ? WHERE holders <= 0 AND since IS NULL"
_EXPIRED: Final = (
    "UPDATE bedplate_file SET holders = -1, since = ? WHERE rowid IN "
    "(SELECT rowid FROM bedplate_file WHERE holders <= 0 AND since < ? ORDER BY since LIMIT ?) RETURNING id"
)
_DOOM: Final = "UPDATE bedplate_file SET holders = -1, since = ? WHERE id = ? AND holders = 0 RETURNING id"
_ERASE: Final = "DELETE FROM bedplate_file WHERE id = ? AND holders = -1"


def add(transaction: Transaction, id: str, now: datetime) -> None:
    """A file whose bytes are about to be placed."""
    transaction.run(_ADD, (id, stamp(now)))


def expired(transaction: Transaction, now: datetime, batch: int) -> list[str]:
    """Files that nobody has held for a while: from now on nobody can, and their bytes may go."""
    transaction.run(_STAMP, (stamp(now),))
    return [str(row[0]) for row in transaction.run(_EXPIRED, (stamp(now), stamp(now - GRACE), batch))]


def doom(transaction: Transaction, ids: Sequence[str], now: datetime) -> list[str]:
    """Those of them that nobody holds, at once."""
    return [str(row[0]) for id in ids for row in transaction.run(_DOOM, (stamp(now), id))]


def erase(transaction: Transaction, ids: Sequence[str]) -> None:
    """Their bytes are gone."""
    for id in ids:
        transaction.run(_ERASE, (id,))


def triggers(contract: Contract, kind: str) -> tuple[str, ...]:
    """For each field of the kind `file` what counts its holders; may be repeated."""
    return tuple(
        text.render()[0] for resource in contract.resources.values() if not resource.adopted for field in resource.fields.values()
        if field.type.kind == kind for text in _triggers(resource, field))


def _triggers(resource: ResourceContract, field: FieldContract) -> Iterator[Fragment]:
    column, prefix = name(field.column), f"bedplate_file__{resource.table}__{field.column}"

    def trigger(when: str, event: Fragment, condition: Fragment, body: Fragment) -> Fragment:
        return sql(
            "CREATE TRIGGER IF NOT EXISTS {} AFTER {} ON {} WHEN {} BEGIN {} END", name(f"{prefix}__{when}"), event, name(resource.table), condition, body)

    old, new = sql("OLD.{}", column), sql("NEW.{}", column)
    left = sql("UPDATE bedplate_file SET holders = holders - 1, since = NULL WHERE id = {} ->> '$.id';", old)
    held = sql(
        "SELECT RAISE(ABORT, 'the file is being deleted') FROM bedplate_file WHERE id = {} ->> '$.id' AND holders < 0; "
        "INSERT INTO bedplate_file (id, holders) VALUES ({} ->> '$.id', 1) ON CONFLICT (id) DO UPDATE SET holders = holders + 1;", new, new)
    another = sql("{} IS NOT NULL AND {} IS NOT {}", new, old, new)
    yield trigger("insert", sql("INSERT"), sql("{} IS NOT NULL", new), held)
    yield trigger("delete", sql("DELETE"), sql("{} IS NOT NULL", old), left)
    yield trigger("take", sql("UPDATE OF {}", column), another, held)
    yield trigger("leave", sql("UPDATE OF {}", column), sql("{} IS NOT NULL AND {} IS NOT {}", old, old, new), left)
