"""An owned row is read by an id of the request, and nobody asks whose it is."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.answers import shown
from bedplate.checklist.review.rules.ownership import caller_decides, client_ids, judged_otherwise, listed_openly, loosely_found
from bedplate.checklist.review.rules.ownership_nested_id import nested
from bedplate.checklist.review.value import names_caller

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Reads by id without the caller, where the application shows that rows are private."""
    for route in known.picture.routes:
        yield from _listed_whole(known, route)
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


def _listed_whole(known: Knowledge, route: Route) -> Iterator[Finding]:
    """All rows are listed for every account, though each one by itself is shown to its owner alone."""
    if route.method != "GET" or not route.authenticated or known.roles.get(route) or route.unresolved is not None or judged_otherwise(known, route):
        return
    for each in route.returns:
        parts = [inner for value in each.event.values for inner in shown(value, sources=True)]
        for part in parts if not any(names_caller(one.labels) for inner in parts if inner.query for one in inner.query.predicates) else ():
            query = part.query
            if query is None or query.single or query.verb != "select" or query.collection in known.accounts:
                continue
            bare = not any(predicate.labels or predicate.attribute in {"", "**"} for predicate in query.predicates)
            if bare and _one_by_one(known, query.collection):
                attribute = sorted(known.owner_attributes(query.collection))[0]
                message = f"{route.name} lists the rows of {query.collection} that belong to others: one by one they are shown to their {attribute} alone."
                yield finding(known, "ownership-missing-read", 0.85, each.event.place, message, route, steps(route, each, "the whole list leaves here"),
                              f"# in the query\n.where({attribute} == <the caller's id>)")  # fmt: skip
                return


def _one_by_one(known: Knowledge, collection: str) -> bool:
    """Every route for accounts that reads one row by an id asks for its owner, and there is one."""
    readers = [route for route in known.picture.routes if route.method == "GET" and route.authenticated and not known.roles.get(route)
               and any(each.event.kind == "fetch" and (query := each.event.query) and query.collection == collection and client_ids(query)
                       for each in route.stored)]  # fmt: skip
    owned = bool(known.evidence(collection) & {"filter", "compare"})
    return owned and bool(readers) and all(caller_decides(known, route, collection, _ids(route, collection)) for route in readers)


def _ids(route: Route, collection: str) -> frozenset[str]:
    return frozenset(label for each in route.stored if (query := each.event.query) and query.collection == collection for label in client_ids(query))


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
