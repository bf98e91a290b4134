"""An owned row is changed or deleted by an id of the request, and nobody asks whose it is."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.ownership import judged_otherwise, loosely_found
from bedplate.checklist.review.rules.ownership_nested_id import nested

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Writes by id without the caller."""
    for route in known.picture.routes:
        if not route.writes:
            continue
        for found in loosely_found(known, route):
            if not found.written or found.collection in nested(known, route):
                continue
            evidence = known.evidence(found.collection)
            confidence = 0.92 if evidence & {"filter", "compare"} else _remembered(known, route)
            confidence = min(confidence, 0.7) if judged_otherwise(known, route) else confidence
            attribute = sorted(known.owner_attributes(found.collection))[0]
            message = f"{route.name} may {found.written} any row of {found.collection}: the caller is never compared with {attribute}."
            words = f"{found.collection} is found by {', '.join(sorted(found.ids))} alone"
            patch = f"# in the query\n.where({attribute} == <the caller's id>)\n# or after it\nif row.{attribute} != <the caller's id>: raise HTTPException(404)"
            yield finding(known, "ownership-missing-write", confidence, found.happening.event.place, message, route,
                          steps(route, found.happening, words), patch)  # fmt: skip


def _remembered(known: Knowledge, route: Route) -> float:
    """That rows remember who made them says not who may change them; in Django a new row has its owner by the query that lists the caller's."""
    return 0.8 if route.framework == "django" and not known.privileges else 0.7
