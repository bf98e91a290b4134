"""What the framework keeps for a time only, and forgets: delivered events, answers kept for repeats, sessions that are over.

In small batches, each a work of its own: the requests that write meanwhile share the commit and wait for no more than one batch.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from bedplate.storage import idempotency, outbox, sessions
from bedplate.storage.files.keeper import Files
from bedplate.storage.sqlite import Database, Transaction

__all__ = ["BATCH", "EVERY", "forget_old"]

BATCH: Final = 200  # rows
EVERY: Final = timedelta(minutes=10)

_Purge: TypeAlias = Callable[[Transaction, datetime, int], int]


def _delivered(transaction: Transaction, now: datetime, batch: int) -> int:
    return outbox.purge(transaction, now - outbox.KEPT_FOR, batch)


_PURGES: tuple[_Purge, ...] = (_delivered, idempotency.purge, sessions.purge)


async def forget_old(database: Database, now: datetime, batch: int = BATCH, files: Files | None = None) -> bool:
    """Forget one batch of each kind; whether there may be more. Raises Unavailable where the database cannot take it now."""
    more = files is not None and await files.forget(now, batch)
    for purge in _PURGES:
        more |= await database.write(_work(purge, now, batch)) >= batch
    return more


def _work(purge: _Purge, now: datetime, batch: int) -> Callable[[Transaction], int]:
    return lambda transaction: purge(transaction, now, batch)
