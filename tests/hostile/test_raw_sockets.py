"""Bytes that no client would send, at a real server: it answers or hangs up, and answers the next one as if nothing had been."""
from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .served import Served, read_answer, served

HOST = b"Host: localhost\r\n"
JSON = b"Content-Type: application/json\r\n"
ONE_SECOND = "1"
LAST = b"GET /livez HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"  # follows on the same connection, so that an answer or the end must come

REFUSED = {  # name: bytes, and the statuses that may come back; None is a connection that is closed without an answer
    "no request line": (b"\r\n\r\n\r\n\r\n", {200, 400, None}),
    "noise": (bytes(range(256)) * 8, {400, None}),
    "no version": (b"GET /livez\r\n" + HOST + b"\r\n", {400, None}),
    "an unknown version": (b"GET /livez HTTP/9.9\r\n" + HOST + b"\r\n", {400, 505, None}),
    "TLS at a plain port": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 100, {400, None}),
    "no host": (b"GET /livez HTTP/1.1\r\n\r\n", {400, 403}),
    "two hosts": (b"GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n", {400, 403}),
    "another host": (b"GET /livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", {403}),
    "an address in absolute form": (b"GET http://evil.example/livez HTTP/1.1\r\nHost: evil.example\r\n\r\n", {400, 403, 404}),
    "a folded header": (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-A: a\r\n b\r\n\r\n", {200, 400}),
    "a header without a colon": (b"GET /livez HTTP/1.1\r\n" + HOST + b"nonsense\r\n\r\n", {400, None}),
    "a NUL in a header": (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-A: a\x00b\r\n\r\n", {400, None}),
    "a bare line feed smuggled in": (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-A: a\nX-B: b\r\n\r\n", {200, 400, None}),
    "a space before the colon": (b"GET /livez HTTP/1.1\r\nHost : localhost\r\n\r\n", {400, 403, None}),
    "a header of 200 KiB": (b"GET /livez HTTP/1.1\r\n" + HOST + b"X-A: " + b"a" * 200_000 + b"\r\n\r\n", {400, 431, None}),
    "a thousand headers": (b"GET /livez HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: a\r\n" % n for n in range(1_000)) + b"\r\n", {400, 431, None}),
    "an address of 100 KiB": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {400, 414, 431, None}),
    "an address of 10 KiB": (b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", {414}),
    "a length and chunks": (
        b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {400, None}),
    "two lengths": (b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x", {400, None}),
    "a negative length": (b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: -1\r\n\r\n", {400, None}),
    "a length beyond 64 bits": (b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 99999999999999999999\r\n\r\n", {400, 413, None}),
    "a length beyond the limit": (b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 5000\r\n\r\n", {413}),
    "chunks that are none": (b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", {400, None}),
    "a chunk larger than it is": (
        b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n{}\r\n", {400, 413, None}),
    "an upgrade": (b"GET /livez HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n\r\n", {200, 400, 403, 404, 426}),
    "HTTP/2 without asking": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\x00\x00\x00\x04\x00\x00\x00\x00\x00", {400, None}),
    "CONNECT": (b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n", {400, 403, 404, 405, None}),
    "TRACE": (b"TRACE /livez HTTP/1.1\r\n" + HOST + b"Cookie: a=b\r\n\r\n", {405}),
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A helpdesk that gives a body one second."""
    with served(tmp_path_factory.mktemp("sockets"), {"BEDPLATE_LIMIT_FACTOR": "10000", "BEDPLATE_BODY_SECONDS": ONE_SECOND}) as found:
        yield found


def status(answer: bytes) -> int | None:
    """None where there is no answer."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/") else None


def alive(server: Served) -> None:
    assert server.ask("GET", "/livez")[0] == 200
    assert server.process.poll() is None


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_hostile_request_ends_with_itself(server: Served, name: str) -> None:
    """It is refused or dropped, never 500, and the next caller is served."""
    sent, allowed = REFUSED[name]
    answer = server.exchange(sent + LAST)
    assert status(answer) in allowed, answer[:300]
    assert b"Traceback" not in answer
    assert b"localhost\r\nX-B" not in answer
    alive(server)


def test_a_slow_body_is_given_up(server: Served) -> None:
    """After the time that a body may take there is 400 REQUEST_TIMEOUT, without waiting for the rest."""
    with server.connect() as connection:
        connection.sendall(b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 20\r\n\r\n{")
        answer = read_answer(connection)
    assert status(answer) == 400
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "REQUEST_TIMEOUT"
    alive(server)


def test_many_slow_callers_do_not_keep_others_out(server: Served) -> None:
    """A hundred heads and bodies that are never finished, and one caller who is served at once."""
    with ExitStack() as stack:
        for number in range(100):
            connection = stack.enter_context(server.connect())
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: loc" if number % 2 else b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 9\r\n\r\n")
        alive(server)


def test_whoever_hangs_up_early_leaves_nothing_behind(server: Served) -> None:
    """In the head, in the body, before the answer, and with a reset."""
    token = server.token().encode()
    for cut in (b"GET /li", b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: 50\r\n\r\n{", b"GET /v1/tickets HTTP/1.1\r\n" + HOST + b"Authorization: Bearer " + token + b"\r\n\r\n"):
        for reset in (False, True):
            with server.connect() as connection:
                if reset:
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
                connection.sendall(cut)
    alive(server)


def test_pipelined_requests_are_answered_in_order(server: Served) -> None:
    """A refusal in the middle does not shift the answers."""
    one = b"GET /livez HTTP/1.1\r\n" + HOST + b"\r\n"
    two = b"GET /nothing-here HTTP/1.1\r\n" + HOST + b"\r\n"
    last = b"GET /readyz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n"
    with server.connect() as connection:
        connection.sendall(one + two + one + last)
        found = b""
        while part := connection.recv(65_536):
            found += part
    lines = [line for line in found.split(b"\r\n") if b"HTTP/1.1 " in line]
    assert [int(line.rpartition(b"HTTP/1.1 ")[2].split(b" ")[0]) for line in lines] == [200, 404, 200, 200]


def test_a_body_that_was_not_read_is_not_the_next_request(server: Served) -> None:
    """What follows a refused head on the same connection is never taken for a request of its own (request smuggling)."""
    inner = b"GET /livez HTTP/1.1\r\n" + HOST + b"\r\n"
    outer = b"POST /nothing-here HTTP/1.1\r\n" + HOST + JSON + b"Content-Length: %d\r\n\r\n" % len(inner) + inner
    with server.connect() as connection:
        connection.sendall(outer + b"GET /readyz HTTP/1.1\r\n" + HOST + b"Connection: close\r\n\r\n")
        found = b""
        while part := connection.recv(65_536):
            found += part
    assert b"alive" not in found
    assert found.startswith(b"HTTP/1.1 404")
    alive(server)


def test_chunks_are_one_body(server: Served) -> None:
    """A body in pieces, each valid, is read as a whole and held to the same limit."""
    head = b"POST /v1/auth/token HTTP/1.1\r\n" + HOST + JSON + b"Transfer-Encoding: chunked\r\n\r\n"
    assert status(server.exchange(head + b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n")) == 400
    flood = b"".join(b"400\r\n" + b"x" * 1024 + b"\r\n" for _ in range(8)) + b"0\r\n\r\n"
    assert status(server.exchange(head, more=flood)) == 413
    alive(server)


def test_nothing_of_it_was_a_failure_of_ours(server: Served) -> None:
    """After another round of everything, the log holds no failure and no 500."""
    for sent, _ in REFUSED.values():
        server.exchange(sent + LAST)
    alive(server)
    output = server.output.read_bytes()
    assert b'"event":"failure"' not in output
    assert b'"status":500' not in output
    assert b"Traceback" not in output
