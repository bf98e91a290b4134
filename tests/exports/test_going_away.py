"""What becomes of an export when its client goes, its server stops taking, or it cannot be finished."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bedplate import put
from bedplate.errors import Unavailable
from bedplate.testing import Bed
from bedplate.web.asgi_stream import send_stream

from .ledger_sample import Clerk
from .test_exports import PATH, clerks, entry


class Parts:
    """A stream that tells how far it was drawn and whether it was closed."""

    def __init__(self, count: int, at: Callable[[int], None] = lambda _: None) -> None:
        self.drawn = 0
        self.closed = False
        self._count, self._at = count, at

    async def __call__(self) -> AsyncIterator[bytes]:
        try:
            for number in range(self._count):
                self._at(number)
                self.drawn += 1
                yield b"%d" % number
        finally:
            self.closed = True


class Line:
    """Both halves of a connection."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.gone = asyncio.Event()
        self.broken = False

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if self.broken:
            raise OSError("nobody there")
        self.sent.append(message["body"])
        await asyncio.sleep(0)


async def test_all_parts_are_sent_and_the_stream_is_closed() -> None:
    """The ordinary end."""
    line, parts = Line(), Parts(3)
    assert await send_stream(parts(), line.receive, line.send, head=False)
    assert (line.sent, parts.closed) == ([b"0", b"1", b"2"], True)


async def test_a_client_that_goes_ends_the_stream() -> None:
    """Between two parts, however many there would be; nothing is drawn for nobody."""
    line = Line()
    parts = Parts(1_000_000, lambda number: line.gone.set() if number == 5 else None)
    assert not await send_stream(parts(), line.receive, line.send, head=False)
    assert parts.closed
    assert parts.drawn < 10


async def test_a_client_that_goes_while_a_part_is_made_ends_the_stream() -> None:
    """A batch that is being read is given up: the reader thread is told to stop."""
    line, cancelled = Line(), asyncio.Event()

    async def never() -> AsyncIterator[bytes]:
        line.gone.set()
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()
        yield b""

    assert not await send_stream(never(), line.receive, line.send, head=False)
    assert cancelled.is_set()


async def test_a_send_that_fails_ends_the_stream() -> None:
    """How other servers say that nobody is there."""
    line, parts = Line(), Parts(10)
    line.broken = True
    assert not await send_stream(parts(), line.receive, line.send, head=False)
    assert (parts.drawn, parts.closed) == (1, True)


async def test_what_fails_on_the_way_cuts_the_answer_off() -> None:
    """It must not look whole: the error goes to the server, which closes the connection without an end of the body."""
    def fail(number: int) -> None:
        if number == 2:
            raise Unavailable

    line, parts = Line(), Parts(10, fail)
    with pytest.raises(Unavailable):
        await send_stream(parts(), line.receive, line.send, head=False)
    assert (line.sent, parts.closed) == ([b"0", b"1"], True)


async def test_an_account_that_is_gone_gets_no_file(bed: Bed) -> None:
    """It is refused before anything is sent, with a status of its own."""
    keeper, _ = await clerks(bed)
    await entry(bed, keeper, "a")
    gone = await bed.make(Clerk, put(Clerk.firm, keeper.firm), put(Clerk.bookkeeper, True), put(Clerk.disabled_at, bed.now))
    refused = await bed.client(gone).get(PATH)
    assert (refused.status, refused.code) == (401, "UNAUTHENTICATED")
