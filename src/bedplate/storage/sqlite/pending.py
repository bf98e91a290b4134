"""Works on their way to the writer and back."""
from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence

from bedplate.storage.sqlite.transaction import Transaction

__all__ = ["Pending", "deliver"]


class Pending:
    """One work: the writer's thread sets `value` or `error`, the loop hands it to the caller."""

    __slots__ = ("deadline", "error", "future", "loop", "value", "work")

    def __init__(self, work: Callable[[Transaction], object], loop: asyncio.AbstractEventLoop, deadline: float) -> None:
        self.work = work
        self.loop = loop
        self.future: asyncio.Future[object] = loop.create_future()
        self.deadline = deadline
        self.value: object = None
        self.error: BaseException | None = None


def deliver(members: Sequence[Pending]) -> None:
    """Wakes each loop once for the whole group, from the writer's thread."""
    by_loop: dict[asyncio.AbstractEventLoop, list[Pending]] = {}
    for pending in members:
        by_loop.setdefault(pending.loop, []).append(pending)
    for loop, batch in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
            loop.call_soon_threadsafe(_settle, batch)


def _settle(batch: Sequence[Pending]) -> None:
    for pending in batch:
        if pending.future.done():
            continue
        if pending.error is None:
            pending.future.set_result(pending.value)
        elif isinstance(pending.error, StopIteration):
            pending.future.set_exception(RuntimeError("a work raised StopIteration"))  # futures do not take it
        else:
            pending.future.set_exception(pending.error)
