"""Heads that are refused before anybody is asked who they are, and what answers look like on the wire."""
from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bedplate.declarations.contract import Limit, Operation
from bedplate.errors import Conflict, Detail, Refusal
from bedplate.settings import Secret, Settings
from bedplate.values import Outcome
from bedplate.web.connection import Connection
from bedplate.web.headers import encode
from bedplate.web.receive import prepare_receive
from bedplate.web.refusals import BadRequest, HeadersTooLarge, NotAcceptable, UnknownHost, UrlTooLong
from bedplate.web.respond import refuse, respond
from bedplate.web.router import Router

SETTINGS = Settings(environment="test", secret=Secret("s" * 32), token_key=Secret(""), database=Path("x"), url_max=200, header_max=1000)
ROUTER = Router([Operation(id="ticket.list", method="GET", path="/v1/tickets", verb="list")], Limit(600, 60, 100))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
receive = prepare_receive(ROUTER, SETTINGS, lambda: NOON, lambda: "r1")


async def _no_body(limit: int) -> bytes:
    return b""


def _connection(path: str = "/v1/tickets", query: str = "", headers: list[tuple[bytes, bytes]] | None = None, host: bytes = b"localhost:80") -> Connection:
    return Connection("GET", path, query, [(b"host", host), *(headers or [])], "127.0.0.1", False, _no_body)


@pytest.mark.parametrize("host", [b"", b"evil.example", b"localhost.evil.example", b"localhost:80@evil.example", b"127.0.0.1.evil.example"])
def test_only_the_hosts_of_the_settings_are_served(host: bytes) -> None:
    """A rebinding or poisoned Host is refused."""
    with pytest.raises(UnknownHost):
        receive(_connection(host=host))


@pytest.mark.parametrize("host", [b"localhost", b"LOCALHOST:8000", b"127.0.0.1:1", b"[::1]:8000", b"[::1]"])
def test_a_port_does_not_matter(host: bytes) -> None:
    """The name decides."""
    assert receive(_connection(host=host)).operation.id == "ticket.list"


def test_the_url_limit_is_exact() -> None:
    """200 characters pass, 201 do not."""
    path = "/v1/tickets"
    assert receive(_connection(query="x" * (200 - len(path)))).query
    with pytest.raises(UrlTooLong):
        receive(_connection(query="x" * (201 - len(path))))


def test_headers_are_limited_in_size_and_number() -> None:
    """One above each limit is refused."""
    with pytest.raises(HeadersTooLarge):
        receive(_connection(headers=[(b"a", b"x" * 1000)]))
    with pytest.raises(HeadersTooLarge):
        receive(_connection(headers=[(f"h{n}".encode(), b"") for n in range(64)]))


@pytest.mark.parametrize("name", [b"host", b"authorization", b"content-type", b"idempotency-key", b"content-length"])
def test_a_header_that_must_be_single_is_not_chosen_from_two(name: bytes) -> None:
    """Two values are a smuggling attempt or a mistake."""
    with pytest.raises(BadRequest):
        receive(_connection(headers=[(name, b"1"), (name, b"2")]))


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "application/json; q=0.0", "image/*, text/plain", "application/jsonx"])
def test_what_cannot_be_answered_in_is_406(accept: str) -> None:
    """JSON is what there is."""
    with pytest.raises(NotAcceptable):
        receive(_connection(headers=[(b"accept", accept.encode())]))


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1", "application/json;q=0.5", ""])
def test_json_is_found_among_what_is_accepted(accept: str) -> None:
    """Any range that holds JSON is enough."""
    assert receive(_connection(headers=[(b"accept", accept.encode())])).id == "r1"


def test_cookies_of_several_headers_are_joined() -> None:
    """HTTP/2 splits them."""
    request = receive(_connection(headers=[(b"cookie", b"a=1"), (b"cookie", b"b=2")]))
    assert request.headers["cookie"] == "a=1; b=2"


def test_a_refusal_shows_public_words_only() -> None:
    """The private words and the rejected value stay inside."""

    class NoMoreLeft(Conflict):
        """There is nothing left of it."""

    response = refuse(NoMoreLeft(private="stock of variant 7", details=[Detail("quantity", "le", {"le": 3}, "at most 3")]))
    assert response.status == 409
    assert json.loads(response.body) == {
        "error": "There is nothing left of it.",
        "code": "NO_MORE_LEFT",
        "details": [{"place": "quantity", "rule": "le", "parameters": {"le": 3}, "words": "at most 3"}],
    }
    assert (b"cache-control", b"no-store") in response.headers


def test_the_last_resort_says_nothing() -> None:
    """A bare 500."""
    assert json.loads(refuse(Refusal(private="boom")).body) == {"error": "Something went wrong on our side.", "code": "INTERNAL_ERROR"}


def test_every_answer_carries_the_security_headers() -> None:
    """Success and refusal alike."""
    for response in (respond(Outcome(200, b'{"data":1}')), respond(Outcome(204)), refuse(Conflict())):
        headers = dict(response.headers)
        assert headers[b"x-content-type-options"] == b"nosniff"
        assert headers[b"strict-transport-security"].startswith(b"max-age=31536000")
        assert headers[b"content-security-policy"] == b"default-src 'none'; frame-ancestors 'none'"
        assert headers[b"referrer-policy"] == b"no-referrer"
        assert b"cache-control" in headers
        assert b"server" not in headers


def test_an_answer_without_a_body_says_so() -> None:
    """204 and 304 have neither a body nor its headers."""
    response = respond(Outcome(304, b"ignored", etag='"1-abc"'))
    assert response.body == b""
    assert not {b"content-type", b"content-length"} & dict(response.headers).keys()
    assert dict(response.headers)[b"etag"] == b'"1-abc"'


def test_what_must_not_be_stored_is_marked() -> None:
    """Answers with credentials are never kept."""
    assert (b"cache-control", b"no-store") in respond(Outcome(200, b"{}", store=False)).headers
    assert (b"cache-control", b"private, no-cache") in respond(Outcome(200, b"{}")).headers


@pytest.mark.parametrize("value", ["a\r\nset-cookie: x=1", "a\nb", "a\x00b"])
def test_a_header_is_never_split(value: str) -> None:
    """Response splitting ends in a bug report, not on the wire."""
    with pytest.raises(ValueError, match="control character"):
        encode((("X-Thing", value),))
