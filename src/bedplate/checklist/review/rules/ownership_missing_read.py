"""An owned row is read by an id of the request, and nobody asks whose it is."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.ownership import judged_otherwise, listed_openly, loosely_found
from bedplate.checklist.review.rules.ownership_nested_id import nested
from bedplate.checklist.review.value import names_caller

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Reads by id without the caller, where the application shows that rows are private."""
    for route in known.picture.routes:
        for found in loosely_found(known, route):
            if found.written or listed_openly(known, found.collection) or _told_as_write(known, route) or found.collection in nested(known, route):
                continue
            confidence = 0.9 if _private(known, found.collection) and not judged_otherwise(known, route) else 0.6
            attribute = sorted(known.owner_attributes(found.collection))[0]
            message = f"{route.name} answers with any row of {found.collection}: the caller is never compared with {attribute}."
            words = f"{found.collection} is found by {', '.join(sorted(found.ids))} alone"
            patch = f"# in the query\n.where({attribute} == <the caller's id>)\n# or after it\nif row.{attribute} != <the caller's id>: raise HTTPException(404)"
            yield finding(known, "ownership-missing-read", confidence, found.happening.event.place, message, route,
                          steps(route, found.happening, words), patch)  # fmt: skip


def _told_as_write(known: Knowledge, route: Route) -> bool:
    """The very same view changes the rows as loosely: that finding says it all."""
    return any(other.place == route.place and other.writes and any(found.written for found in loosely_found(known, other))
               for other in known.picture.routes if other is not route)  # fmt: skip


def _private(known: Knowledge, collection: str) -> bool:
    """Some other read of the same rows does ask for the caller."""
    return any(_asks(route, collection) for route in known.picture.routes if route.method == "GET") or "compare" in known.evidence(collection)


def _asks(route: Route, collection: str) -> bool:
    for each in route.happenings:
        query = each.event.query
        own = each.event.kind == "fetch" and query and query.collection == collection
        if own and query and any(names_caller(predicate.labels) for predicate in query.predicates):
            return True
    return False
