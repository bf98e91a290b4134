"""The ASGI adapter: bodies in pieces, too large, too slow, cut off; HEAD; streams; lifespan."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from typing import Any

import pytest

from bedplate.errors import DeclarationFault, Fault, Place, Refusal
from bedplate.values import Response
from bedplate.web.asgi import AsgiApplication, asgi_application
from bedplate.web.connection import Connection
from bedplate.web.refusals import BadRequest, ClientGone, PayloadTooLarge, RequestTimeout

Message = MutableMapping[str, Any]


class Exchange:
    """One request against an application that echoes its body, or notes what drawing it raised."""

    def __init__(self, limit: int = 10, seconds: float = 5.0) -> None:
        self.refused: Refusal | None = None
        self.connection: Connection | None = None
        self.life: list[str] = []
        self.limit = limit
        self.application: AsgiApplication = asgi_application(self._answer, self._start, self._stop, seconds)

    async def _start(self) -> None:
        self.life.append("start")

    async def _stop(self) -> None:
        self.life.append("stop")

    async def _answer(self, connection: Connection) -> Response:
        self.connection = connection
        if connection.path == "/stream":
            return Response(200, (), b"", self._parts())
        try:
            return Response(200, ((b"x", b"y"),), await connection.draw(self.limit))
        except Refusal as refusal:
            self.refused = refusal
            return Response(refusal.status, (), b"")

    async def _parts(self) -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    async def run(self, messages: list[Message], method: str = "POST", headers: list[tuple[bytes, bytes]] | None = None, path: str = "/x%2Fy") -> list[Message]:
        sent: list[Message] = []
        left = list(messages)

        async def receive() -> Message:
            if left:
                return left.pop(0)
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Message) -> None:
            sent.append(message)

        scope = {
            "type": "http", "method": method, "path": "/decoded", "raw_path": path.encode() + b"?q=1", "query_string": b"q=1",
            "headers": headers or [], "client": ("192.0.2.1", 1), "scheme": "http",
        }
        await self.application(scope, receive, send)
        return sent


def _part(body: bytes, more: bool = False) -> Message:
    return {"type": "http.request", "body": body, "more_body": more}


async def test_a_body_is_drawn_up_to_its_limit() -> None:
    """In pieces too, and the path stays as it was sent."""
    exchange = Exchange()
    sent = await exchange.run([_part(b"12345", True), _part(b"67890")])
    assert sent[1]["body"] == b"1234567890"
    assert exchange.connection is not None
    assert (exchange.connection.path, exchange.connection.query) == ("/x%2Fy", "q=1")


async def test_one_byte_more_is_refused() -> None:
    """Whether it was announced or not."""
    exchange = Exchange()
    await exchange.run([_part(b"12345", True), _part(b"678901")])
    assert isinstance(exchange.refused, PayloadTooLarge)
    announced = Exchange()
    await announced.run([], headers=[(b"content-length", b"11")])
    assert isinstance(announced.refused, PayloadTooLarge)


@pytest.mark.parametrize("value", [b"-1", b"1e3", b"", b"\xb2", b"0x1"])
async def test_a_length_that_is_no_number_is_refused(value: bytes) -> None:
    """Only digits."""
    exchange = Exchange()
    await exchange.run([], headers=[(b"content-length", value)])
    assert isinstance(exchange.refused, BadRequest)


async def test_a_body_that_does_not_come_is_given_up() -> None:
    """After the time a body may take."""
    exchange = Exchange(seconds=0.01)
    await exchange.run([_part(b"1", True)])
    assert isinstance(exchange.refused, RequestTimeout)


async def test_a_caller_who_hangs_up_ends_the_request() -> None:
    """Nothing half-read is used."""
    exchange = Exchange()
    await exchange.run([_part(b"1", True), {"type": "http.disconnect"}])
    assert isinstance(exchange.refused, ClientGone)


async def test_head_has_the_headers_and_no_body() -> None:
    """RFC 9110 9.3.2, for streams too."""
    sent = await Exchange().run([_part(b"123")], method="HEAD")
    assert sent[0]["headers"] == [(b"x", b"y")]
    assert [message.get("body") for message in sent[1:]] == [b""]
    streamed = await Exchange().run([], method="HEAD", path="/stream")
    assert [message.get("body") for message in streamed[1:]] == [b""]


async def test_a_stream_is_sent_in_its_parts() -> None:
    """And closed."""
    sent = await Exchange().run([], method="GET", path="/stream")
    assert [(message["body"], message.get("more_body", False)) for message in sent[1:]] == [(b"a", True), (b"b", True), (b"", False)]


async def test_lifespan_surrounds_the_requests() -> None:
    """Start before, stop after."""
    exchange = Exchange()
    messages: list[Message] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message["type"])

    await exchange.application({"type": "lifespan"}, receive, send)
    assert exchange.life == ["start", "stop"]
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


@pytest.mark.parametrize(("error", "words"), [
    (DeclarationFault([Fault("X", "the bank is closed", "wait", Place("shop.py", 7))]), "shop.py:7: X: the bank is closed\n    wait"),
    (OSError("a secret"), "OSError"),
])
async def test_a_start_that_fails_is_told_in_the_words_of_the_protocol(error: Exception, words: str) -> None:
    """A raised error would mean "knows no lifespan" to a server, which then serves on."""
    messages: list[Message] = [{"type": "lifespan.startup"}]
    sent: list[Message] = []

    async def receive() -> Message:
        return messages.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    async def fails() -> None:
        raise error

    application = asgi_application(Exchange()._answer, fails, fails, 1.0)
    await application({"type": "lifespan"}, receive, send)
    assert sent == [{"type": "lifespan.startup.failed", "message": words}]


async def test_a_websocket_is_closed() -> None:
    """Nothing declares one."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await Exchange().application({"type": "websocket"}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1008}]
