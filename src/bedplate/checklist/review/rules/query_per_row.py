"""A list is read, and then one query more for each of its rows."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event

__all__ = ["check"]

_LOADS = ("prefetch_related", "selectinload", "subqueryload", "joinedload")


def check(known: Knowledge) -> Iterator[Finding]:
    """Fetches inside a loop whose condition is a value of a row that the loop goes through."""
    seen: set[object] = set()
    for route in known.picture.routes:
        changed = {id(query) for each in route.happenings if each.event.kind == "write" and (query := each.event.query) is not None}
        for each in route.happenings:
            event = each.event
            if event.kind != "fetch" or "loop" not in event.within or event.place in seen or _loaded(known, route, event):
                continue
            if (outer := _outer(event)) and id(event.query) not in changed:  # what is changed row by row is found row by row
                seen.add(event.place)
                message = f"{route.name} asks {_asked(event)} once for each row of {outer}."
                yield finding(known, "query-per-row", 0.84, event.place, message, route, steps(route, each, "once for each row"), _patch(route, outer, _asked(event)))


def _loaded(known: Knowledge, route: Route, event: Event) -> bool:
    """Relations are loaded beforehand somewhere in these files: then what is read in the loop may be at hand."""
    return any(word in known.engine.program.text(path) for path in {route.place.path, event.place.path} for word in _LOADS)


def _asked(event: Event) -> str:
    return event.query.collection if event.query is not None else ""


def _outer(event: Event) -> str:
    """The list that is gone through and whose rows the fetch is bound to; an entry of a dictionary in memory is no query."""
    if event.query is None or (event.query.model is None and any(predicate.attribute == "key" for predicate in event.query.predicates)):
        return ""
    labels = {label for predicate in event.query.predicates for label in predicate.labels}
    return next((word[5:] for word in sorted(event.within) if word.startswith("loop:") and f"row:{word[5:]}" in labels), "")


def _patch(route: Route, outer: str, inner: str) -> str:
    if route.framework == "django":
        return f'rows = rows.select_related("…")  # or prefetch_related: {inner} together with {outer}'
    return f"statement = statement.options(selectinload(…))  # {inner} together with {outer}"
