"""An answer of unknown length over ASGI: part by part, as fast as the client takes it, and no longer than the client is there.

Servers differ in how they tell that the client has gone: some let `send` raise, some take what is sent and drop it, all of them answer
`receive`. So both are listened to, and whatever happens the stream is closed.
"""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any, TypeAlias, cast

__all__ = ["STALL_SECONDS", "ClientStalled", "send_stream"]

STALL_SECONDS = 60.0
"""How long a client may take over one part before it is taken for gone."""

_Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
_Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class ClientStalled(Exception):
    """A client that takes nothing any more; the connection is cut."""


async def send_stream(stream: AsyncIterator[bytes], receive: _Receive, send: _Send, *, head: bool) -> bool:
    """Send every part; whether all were sent. What the stream raises is raised: the answer is then cut off, never ended as if it were
    whole."""
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        while not head:
            part = await _next(stream, gone)
            if part is None or gone.done():
                break
            if not await _taken(send, part):
                return False
        return not gone.done()
    finally:
        gone.cancel()
        with suppress(asyncio.CancelledError):
            await gone
        if hasattr(stream, "aclose"):
            await cast("Any", stream).aclose()


async def _taken(send: _Send, part: bytes) -> bool:
    """Whether somebody was there to send it to. Raises ClientStalled."""
    try:
        async with asyncio.timeout(STALL_SECONDS):
            await send({"type": "http.response.body", "body": part, "more_body": True})
    except TimeoutError:
        raise ClientStalled from None
    except OSError:  # how a server says that nobody is there (ASGI 2.4)
        return False
    return True


async def _next(stream: AsyncIterator[bytes], gone: asyncio.Future[None]) -> bytes | None:
    """The next part; None at the end, and where the client goes while it is being made."""
    part = asyncio.ensure_future(_part(stream))
    try:
        await asyncio.wait((part, gone), return_when=asyncio.FIRST_COMPLETED)
        return part.result() if part.done() else None
    finally:
        if not part.done():
            part.cancel()
            with suppress(asyncio.CancelledError):
                await part


async def _part(stream: AsyncIterator[bytes]) -> bytes | None:
    return await anext(stream, None)


async def _until_gone(receive: _Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
