"""The text of a caught exception, or a trace, is sent to the client."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event, Happening
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_NUMBERS = frozenset({"builtins.int", "builtins.len", "builtins.bool", "builtins.float", "builtins.isinstance"})


def check(known: Knowledge) -> Iterator[Finding]:
    """Answers and refusals that hold a broadly caught exception; a refusal that blames the request (4xx) is less sure to be a leak."""
    seen: set[object] = set()
    for route in (*known.picture.routes, *known.picture.error_handlers):
        for each in _leaving(route):
            event = each.event
            if event.place in seen:
                continue
            seen.add(event.place)
            blames = bool(event.statuses) and all(400 <= status < 500 for status in event.statuses)
            message = f"{route.name} sends the text of an unforeseen exception to the client."
            yield finding(known, "leaked-error", 0.7 if blames else 0.85, event.place, message, route,
                          steps(route, each, "the exception leaves here"), 'logger.exception("...")\nraise HTTPException(500, "internal error")')  # fmt: skip


def _leaving(route: Route) -> list[Happening]:
    """Where the exception leaves: raised anywhere, or returned by the handler; what a wrapper merely hands on is not told again."""
    raised = [each for each in route.own if each.event.kind == "refuse" and each.event.name != "return" and each.event.statuses != frozenset({0}) and _leaks(each.event)]
    returned = [each for each in route.returns if _leaks(each.event)]
    inner = [*raised, *(each for each in returned if each.stack)]
    outer = [each for each in returned if not each.stack and not any(other.stack for other in inner)]
    return [*inner, *outer]


def _leaks(event: Event) -> bool:
    return any(_carries(value) for value in (*event.values, *(inner for _, inner in event.named)))


def _carries(value: Value, depth: int = 6) -> bool:
    """Whether the exception's text is in the value; a number or the outcome of a comparison holds no text."""
    if value.ref == "comparison" or value.dotted in _NUMBERS:
        return False
    parts = (*value.args, *(inner for _, inner in value.named))
    if not parts or not depth:
        return "exception:broad" in value.labels and len(value.labels) <= 4  # a mixture is not followed to the exception's text
    spread = value.kind == "mapping" and value.ref is not None and "exception:broad" in value.labels
    return spread or any(_carries(part, depth - 1) for part in parts)
