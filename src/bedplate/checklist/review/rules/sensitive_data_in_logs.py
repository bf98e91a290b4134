"""A password, token or authorization header is written to a log."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, credential_route, finding, is_secret_name, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import CALLER, Value, request_labels

__all__ = ["check"]

_WORDS = frozenset({"debug", "info", "warning", "error", "critical", "exception", "log", "msg", "warn"})
_LOGGERS = ("logging.", "loguru.", "structlog.", "builtins.print", "flask.current_app.logger", "flask.Flask.logger")


def check(known: Knowledge) -> Iterator[Finding]:
    """Log calls with a secret among their values."""
    seen: set[object] = set()
    for route in known.picture.routes:
        for each in route.happenings:
            event = each.event
            if event.kind != "call" or event.place in seen or not _logs(event):
                continue
            what = next((word for value in _values(event) if (word := _secret(value, route))), "")
            if what:
                seen.add(event.place)
                message = f"{route.name} logs {what}."
                yield finding(known, "sensitive-data-in-logs", 0.88, event.place, message, route, steps(route, each, f"{what} is logged"),
                              'logger.info("signed in: %s", user.id)')  # fmt: skip


def _logs(event: Event) -> bool:
    ending = event.name.rsplit(".", 1)[-1]
    return event.name == "builtins.print" or (ending in _WORDS and event.name.startswith(_LOGGERS))


def _values(event: Event) -> Iterator[Value]:
    for value in (*event.values, *(inner for _, inner in event.named)):
        yield value
        if value.kind in {"string", "sequence", "mapping", "union"}:  # what a call makes of a value is another value
            yield from value.args
            yield from (inner for _, inner in value.named)


def _secret(value: Value, route: Route) -> str:
    if value.ref == "beginning":
        return ""
    if value.kind not in {"unknown", "instance", "external", "mapping"} or (value.kind == "instance" and value.dotted in {"builtins.len"}):
        return ""
    mixed = len(request_labels(value.labels)) > 2  # a part of something whose fields are not told apart
    derived = CALLER in value.labels or any(label.startswith(("row:", "claim:")) for label in value.labels)  # what an account says is no token
    for label in value.labels:
        name = label.rsplit(":", 1)[-1]
        if not mixed and label.startswith(("body:", "form:", "query:")) and value.kind == "unknown" and value.text and is_secret_name(name):
            return f"the field {name} of the request"
        if derived:
            continue
        if label.lower().startswith("header:authorization") and value.text and value.ref is None:
            return "the authorization header"
        if label == "credential:scheme" and value.kind == "unknown" and value.text and value.ref is None:
            return "the caller's token"
    whole = value.kind == "instance" and value.cls is not None and value.labels & {"body", "form:"}
    if (whole or (value.kind == "unknown" and value.labels == frozenset({"body"}))) and credential_route(route):
        return "the whole body of a request with credentials"
    return ""
