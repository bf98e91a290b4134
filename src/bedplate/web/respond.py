"""The last verb: an `Outcome` or a `Refusal` becomes a `Response`."""

from __future__ import annotations

import msgspec

from bedplate.errors import Detail, Refusal
from bedplate.values import Outcome, Response
from bedplate.web.headers import FILE, HTML, JSON, NO_STORE, PRIVATE, encode

__all__ = ["refuse", "respond"]

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


def refuse(refusal: Refusal, extra: tuple[tuple[str, str], ...] = ()) -> Response:
    """The envelope of a refusal: public words and code, never the private ones. What it says of the limit itself is the later word."""
    body: dict[str, object] = {"error": refusal.words, "code": refusal.code}
    if refusal.details:
        body["details"] = [_detail(detail) for detail in refusal.details]
    encoded = _encode(body)
    length = (b"content-length", str(len(encoded)).encode())
    headers = (*JSON, NO_STORE, _JSON_MEDIA, length, *encode(tuple(refusal.headers.items())), *encode(tuple([one for one in extra if one[0] not in refusal.headers])))
    return Response(refusal.status, headers, encoded)


def _detail(detail: Detail) -> dict[str, object]:
    return {"place": detail.place, "rule": detail.rule, "parameters": dict(detail.parameters), "words": detail.words}
