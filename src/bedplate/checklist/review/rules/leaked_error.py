"""The text of a caught exception, or a trace, is sent to the client."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, labels_of, steps
from bedplate.checklist.review.trace import Event

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Answers and refusals that hold a broadly caught exception."""
    seen: set[object] = set()
    for route in (*known.picture.routes, *known.picture.error_handlers):
        for each in route.own:
            event = each.event
            if event.place in seen or event.kind not in {"refuse", "return"} or event.statuses == frozenset({0}) or not _leaks(event):
                continue
            if event.kind == "return" and each.stack:
                continue
            seen.add(event.place)
            message = f"{route.name} sends the text of an unforeseen exception to the client."
            yield finding(known, "leaked-error", 0.85, event.place, message, route, steps(route, each, "the exception leaves here"),
                          'logger.exception("...")\nraise HTTPException(500, "internal error")')  # fmt: skip


def _leaks(event: Event) -> bool:
    labels = labels_of((*event.values, *(value for _, value in event.named)))
    return "exception:broad" in labels
