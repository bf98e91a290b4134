"""The last verb: an `Outcome` or a `Refusal` becomes a `Response`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

import msgspec

from bedplate.errors import Detail, Refusal
from bedplate.values import Outcome, Request, Response
from bedplate.web.connection import Connection
from bedplate.web.headers import FILE, HTML, JSON, NO_STORE, PRIVATE, encode

__all__ = ["Said", "prepare_refuse", "refuse", "respond"]

_encode = msgspec.json.Encoder().encode
_JSON_MEDIA = (b"content-type", b"application/json; charset=utf-8")
_BODILESS = frozenset({204, 304})


def respond(outcome: Outcome, extra: tuple[tuple[str, str], ...] = ()) -> Response:
    """Status, headers and body of an answer. `extra` are the headers of the limits."""
    media = outcome.media
    fixed = FILE if outcome.stream is not None else HTML if media.startswith("text/html") else JSON
    headers = [*fixed, NO_STORE if not outcome.store else PRIVATE]
    if any(name.lower() == "cache-control" for name, _ in outcome.headers):
        headers.pop()
    if outcome.status not in _BODILESS:
        headers.append(_JSON_MEDIA if media == "application/json; charset=utf-8" else (b"content-type", media.encode("latin-1")))
        if outcome.stream is None:
            headers.append((b"content-length", str(len(outcome.body)).encode()))
    if outcome.etag is not None:
        headers.append((b"etag", outcome.etag.encode("latin-1")))
        headers.append((b"vary", b"Accept, Authorization, Cookie"))
    headers.extend(encode(outcome.headers))
    headers.extend(encode(extra))
    return Response(outcome.status, tuple(headers), b"" if outcome.status in _BODILESS else outcome.body, outcome.stream)


@dataclass(frozen=True, slots=True)
class Said:
    """A refusal in other words: those of `error`, those of each detail, and the headers that say which language it is."""

    error: str
    words: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]


Words: TypeAlias = Callable[[Refusal, Connection], Said]
Errors: TypeAlias = Callable[[Refusal, Request], Outcome | None]
Pairs: TypeAlias = tuple[tuple[str, str], ...]


def prepare_refuse(
    words: Words | None, errors: Errors | None, failed: Callable[[Request | None, Exception], None]
) -> Callable[[Refusal, Pairs, Connection, Request | None], Response]:
    """The verb for refusals: with `words` in the language of whoever calls, with `errors` in the shape of the endpoint's contract. Whatever
    goes wrong in that function of the application is told to `failed`, and the refusal is answered in the envelope."""
    if words is None and errors is None:
        return lambda refusal, extra, connection, request: refuse(refusal, extra)

    def told(refusal: Refusal, extra: Pairs, connection: Connection, request: Request | None) -> Response:
        said = None if words is None else words(refusal, connection)
        if errors is None or request is None:
            return refuse(refusal, extra, said)
        try:
            outcome = errors(refusal if said is None else _spoken(refusal, said), request)
        except Exception as error:  # the last resort here: a bug of the application, counted as any other
            failed(request, error)
            return refuse(Refusal(), extra, None if words is None else words(Refusal(), connection))
        if outcome is None:
            return refuse(refusal, extra, said)
        return respond(outcome, (*_headers(refusal, extra), *(() if said is None else said.headers)))

    return told


def _spoken(refusal: Refusal, said: Said) -> Refusal:
    """The refusal as its caller reads it."""
    kind = type(refusal)
    spoken = kind.__new__(kind)  # not by its constructor, which may ask for anything
    vars(spoken).update(vars(refusal), words=said.error, details=tuple(replace(detail, words=words) for detail, words in zip(refusal.details, said.words, strict=True)))
    return spoken


def _headers(refusal: Refusal, extra: Pairs) -> Pairs:
    """What it says of the limit itself is the later word."""
    return (*refusal.headers.items(), *(one for one in extra if one[0] not in refusal.headers))


def refuse(refusal: Refusal, extra: tuple[tuple[str, str], ...] = (), said: Said | None = None) -> Response:
    """The envelope of a refusal: public words and code, never the private ones."""
    body: dict[str, object] = {"error": refusal.words if said is None else said.error, "code": refusal.code}
    if refusal.details:
        words = [detail.words for detail in refusal.details] if said is None else said.words
        body["details"] = [_detail(detail, one) for detail, one in zip(refusal.details, words, strict=True)]
    encoded = _encode(body)
    length = (b"content-length", str(len(encoded)).encode())
    headers = (*JSON, NO_STORE, _JSON_MEDIA, length, *encode(_headers(refusal, extra)))
    if said is not None:
        headers = (*headers, *encode(said.headers))
    return Response(refusal.status, headers, encoded)


def _detail(detail: Detail, words: str) -> dict[str, object]:
    return {"place": detail.place, "rule": detail.rule, "parameters": dict(detail.parameters), "words": words}
