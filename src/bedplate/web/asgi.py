"""ASGI 3 (asgi.readthedocs.io): the only file that knows it. HTTP and lifespan; a WebSocket is closed, as nothing declares one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

from bedplate.errors import DeclarationFault
from bedplate.values import Response
from bedplate.web.asgi_stream import send_stream
from bedplate.web.connection import Connection
from bedplate.web.refusals import BadRequest, ClientGone, PayloadTooLarge, RequestTimeout

__all__ = ["SLOWEST", "AsgiApplication", "asgi_application"]

SLOWEST = 16_384
"""Bytes a second that a file must come with, on the whole."""

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
AsgiApplication: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


def asgi_application(
    answer: Callable[[Connection], Awaitable[Response]],
    start: Callable[[], Awaitable[None]],
    stop: Callable[[], Awaitable[None]],
    body_seconds: float,
) -> AsgiApplication:
    """An application for any ASGI server. `start` and `stop` surround its life."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await _http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await _lifespan(receive, send, start, stop)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})

    async def _http(scope: Scope, receive: Receive, send: Send) -> None:
        connection = _connection(scope, receive, body_seconds)
        response = await answer(connection)
        await send({"type": "http.response.start", "status": response.status, "headers": list(response.headers)})
        head = scope["method"] == "HEAD"
        if response.stream is None:
            await send({"type": "http.response.body", "body": b"" if head else response.body})
            return
        if await send_stream(response.stream, receive, send, head=head):
            await send({"type": "http.response.body", "body": b""})

    return application


async def _lifespan(receive: Receive, send: Send, start: Callable[[], Awaitable[None]], stop: Callable[[], Awaitable[None]]) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            try:
                await start()
            except Exception as error:  # not an answer: a server takes any other end for "knows no lifespan" and serves on
                words = str(error) if isinstance(error, DeclarationFault) else type(error).__name__
                await send({"type": "lifespan.startup.failed", "message": words})
                return
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def _connection(scope: Scope, receive: Receive, body_seconds: float) -> Connection:
    headers: list[tuple[bytes, bytes]] = list(scope["headers"])
    raw_path: bytes | None = scope.get("raw_path")
    client = scope.get("client")

    async def draw(limit: int) -> bytes:
        _refuse_announced(headers, limit)
        try:
            async with asyncio.timeout(body_seconds):
                return await _body(receive, limit)
        except TimeoutError:
            raise RequestTimeout(headers={"Connection": "close"}) from None

    async def flow(limit: int) -> AsyncIterator[bytes]:
        _refuse_announced(headers, limit)
        async for part in _pieces(receive, limit, body_seconds):
            yield part

    return Connection(
        method=scope["method"],
        path=_path(raw_path, scope["path"]),
        query=scope["query_string"].decode("latin-1"),
        headers=headers,
        peer=client[0] if client else "local",
        secure=scope.get("scheme") == "https",
        draw=draw,
        flow=flow,
    )


def _path(raw: bytes | None, decoded: str) -> str:
    """The path as it was sent; a server that gives only the decoded one is taken at its word."""
    if raw:
        return raw.partition(b"?")[0].decode("latin-1")
    return decoded


def _refuse_announced(headers: list[tuple[bytes, bytes]], limit: int) -> None:
    for name, value in headers:
        if name == b"content-length":
            if not value.isdigit():
                raise BadRequest(private="content-length is no number")
            if int(value[:20]) > limit:
                raise PayloadTooLarge(headers={"Connection": "close"})


async def _body(receive: Receive, limit: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > limit:
            raise PayloadTooLarge(headers={"Connection": "close"})
        if not message.get("more_body", False):
            return part if not parts else b"".join((*parts, part))
        parts.append(part)


async def _pieces(receive: Receive, limit: int, seconds: float) -> AsyncIterator[bytes]:
    """A body as it comes: no pause longer than `seconds`, and after them no slower than SLOWEST on the whole."""
    clock = asyncio.get_running_loop().time
    started, size, more = clock(), 0, True
    while more:
        try:
            async with asyncio.timeout(seconds):
                message = await receive()
        except TimeoutError:
            raise RequestTimeout(headers={"Connection": "close"}) from None
        if message["type"] == "http.disconnect":
            raise ClientGone
        part: bytes = message.get("body", b"")
        size, more = size + len(part), message.get("more_body", False)
        if size > limit:
            raise PayloadTooLarge(headers={"Connection": "close"})
        if more and clock() - started > seconds + size / SLOWEST:
            raise RequestTimeout(headers={"Connection": "close"})
        if part:
            yield part
