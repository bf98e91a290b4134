"""A token is read without verification, with an open list of algorithms, or without an end."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_DECODES = frozenset({"jwt.decode", "jose.jwt.decode", "jwt.PyJWT.decode"})
_ENCODES = frozenset({"jwt.encode", "jose.jwt.encode", "jwt.PyJWT.encode"})
_PATCH = 'jwt.decode(token, key, algorithms=["HS256"], options={"require": ["exp", "sub"]})'


def check(known: Knowledge) -> Iterator[Finding]:
    """Every decode and encode that some route reaches."""
    seen: set[object] = set()
    for route in known.picture.routes:
        verified = any(each.event.name in _DECODES and not _unverified(each.event) for each in route.happenings)
        for each in route.happenings:
            event = each.event
            if event.kind != "call" or event.place in seen:
                continue
            fault = _decode(event, verified) if event.name in _DECODES else _encode(event) if event.name in _ENCODES else _peek(event, verified)
            if fault:
                seen.add(event.place)
                yield finding(known, "unsafe-jwt", 0.9, event.place, f"{fault} ({route.name}).", route, steps(route, each, fault), _PATCH)


def _off(value: Value | None) -> bool:
    return value is not None and value.ref is False


def _unverified(event: Event) -> bool:
    options = event.keyword("options")
    return _off(event.keyword("verify")) or (options is not None and _off(options.keyword("verify_signature")))


def _decode(event: Event, verified: bool) -> str:
    options = event.keyword("options")
    if _unverified(event):
        return "" if verified else "The token's signature is not verified"
    if options is not None and _off(options.keyword("verify_exp")):
        return "The token's end is not checked"
    algorithms = event.argument(2, "algorithms")
    if algorithms is None:
        return ""
    names = [str(each.ref).lower() for each in algorithms.args if isinstance(each.ref, str)]
    if "none" in names:
        return "The algorithm none is accepted"
    if any(name.startswith("hs") for name in names) and any(name.startswith(("rs", "es", "ps")) for name in names):
        return "Algorithms with shared and with public keys are accepted side by side"
    if any(label.startswith(("header:", "credential:")) for label in algorithms.labels):
        return "The token itself chooses the algorithm"
    return ""


def _peek(event: Event, verified: bool) -> str:
    if event.name in {"jose.jwt.get_unverified_claims"} and not verified:
        return "Claims are read without verification"
    return ""


def _encode(event: Event) -> str:
    payload = event.argument(0, "payload") or event.keyword("claims")
    if payload is None or payload.kind != "mapping" or payload.ref is not None:
        return ""
    names = {name for name, _ in payload.named}
    if "exp" in names or not names or any(name.startswith("*") for name in names):
        return ""
    return "The token is issued without an end (`exp`)"
