"""A call to another server that may wait for ever."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_ENDLESS = {f"{client}.{verb}": 99 for client in ("requests", "requests.Session") for verb in _VERBS} | {
    "urllib.request.urlopen": 2, "smtplib.SMTP": 99, "smtplib.SMTP_SSL": 99, "socket.create_connection": 1, "ftplib.FTP": 4,
}  # fmt: skip
"""Without a timeout these wait for ever; the position at which it may stand."""
_FINITE = frozenset({f"httpx.{verb}" for verb in _VERBS} | {"httpx.Client", "httpx.AsyncClient", "httpx.stream"} | {
    f"httpx.{client}.{verb}" for client in ("Client", "AsyncClient") for verb in _VERBS})  # fmt: skip
"""These have one, unless it is switched off by None."""


def check(known: Knowledge) -> Iterator[Finding]:
    """Calls that some route reaches; each place once."""
    seen: set[object] = set()
    for route in known.picture.routes:
        adapted = any(each.event.name == "requests.Session.mount" for each in route.happenings)
        for each in route.happenings:
            event = each.event
            if event.kind != "call" or event.place in seen or not _endless(event) or (adapted and event.name.startswith("requests.Session")):
                continue
            seen.add(event.place)
            message = f"{route.name} waits for {event.name} without an end."
            yield finding(known, "missing-timeout", 0.85, event.place, message, route, steps(route, each, "no timeout"), f"{event.name}(..., timeout=5)")


def _endless(event: Event) -> bool:
    given = event.argument(_ENDLESS.get(event.name, 99), "timeout")
    if event.name in _FINITE:
        return given is not None and _is_none(given)
    if event.name not in _ENDLESS:
        return False
    if given is None:
        return not any(name == "**" for name, _ in event.named)
    return _is_none(given)


def _is_none(value: Value) -> bool:
    return value.kind == "constant" and value.ref is None
