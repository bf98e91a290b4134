"""The time that the application's own code may take on one request.

Only what runs such code stands in a `TimeLimit`; built-in reads and writes have limits of their own in storage. The time stands still
while the writer has something of this call in its hands: that is waited for, because a caller who is sent away then could not know
whether it was done. What was decided and not handed over yet is dropped with the code that was deciding it.
"""
from __future__ import annotations

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from types import TracebackType

from bedplate.logic.refusals import TookTooLong

__all__ = ["TimeLimit", "code_is_over", "handed_over"]

_current: ContextVar[TimeLimit | None] = ContextVar("bedplate_time_limit", default=None)  # tasks that the code starts inherit it


class TimeLimit:
    """Past `seconds` the code inside is cancelled, and TookTooLong is raised in its place."""

    __slots__ = ("_deadline", "_halts", "_over", "_seconds", "_timeout", "_token")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._halts = 0
        self._over = False

    async def __aenter__(self) -> None:
        self._deadline = asyncio.get_running_loop().time() + self._seconds
        self._timeout = asyncio.timeout_at(self._deadline)
        await self._timeout.__aenter__()
        self._token: Token[TimeLimit | None] = _current.set(self)

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        _current.reset(self._token)
        self._over = True
        try:
            await self._timeout.__aexit__(kind, error, trace)
        except TimeoutError:  # this limit's own: one that the code raised passes by
            raise TookTooLong from None

    def halt(self) -> None:
        """Let no more time pass. Raises TookTooLong where it is up already: code that ignores its cancellation writes nothing."""
        if self._over:
            return
        if self._timeout.expired():
            raise TookTooLong
        self._halts += 1
        self._timeout.reschedule(None)

    def go_on(self) -> None:
        """Let time pass again; what was spent with the writer counts, from now on."""
        self._halts -= 1
        if not self._over and not self._halts:
            self._timeout.reschedule(self._deadline)


@contextmanager
def handed_over() -> Generator[None]:
    """Around what waits for the writer: no time limit cancels it."""
    limit = _current.get()
    if limit is None:
        yield
        return
    limit.halt()
    try:
        yield
    finally:
        limit.go_on()


def code_is_over() -> None:
    """The application's code has returned and what it decided is done: what is left is ours, and is finished."""
    limit = _current.get()
    if limit is not None:
        limit.halt()
