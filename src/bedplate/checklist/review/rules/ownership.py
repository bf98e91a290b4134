"""Which rows a route finds by an id of the request, and whether the caller takes part in finding or judging them."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bedplate.checklist.review.knowledge import Knowledge, credential_route, signs_in
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Happening
from bedplate.checklist.review.value import Query, deep_labels, names_caller, rows_of

__all__ = ["Found", "caller_decides", "client_ids", "judged_otherwise", "listed_openly", "loosely_found"]

_CLIENT = ("path:", "query:", "body", "form:")


@dataclass(frozen=True, slots=True)
class Found:
    """A row that is found by an id of the request alone."""

    happening: Happening
    collection: str
    ids: frozenset[str]
    written: str


def loosely_found(known: Knowledge, route: Route) -> Iterator[Found]:
    """Rows of owned collections that are found without the caller and never judged against the caller."""
    if not route.authenticated or known.roles.get(route) or credential_route(route) or signs_in(route):
        return
    seen: set[str] = set()
    for each in route.stored:
        query = each.event.query
        if "count" in each.event.within or each.event.kind not in {"fetch", "write"} or query is None or query.collection in seen or each.event.name == "insert":
            continue
        ids = client_ids(query)
        if not ids or query.collection in known.accounts or not known.owners.get(query.collection):
            continue
        if _other_callers(known, route, query.collection):
            continue
        if any(names_caller(predicate.labels) for predicate in query.predicates) or caller_decides(known, route, query.collection, ids):
            continue
        if route.unresolved is not None:
            known.doubt("ownership", route, route.unresolved.name)
            return
        seen.add(query.collection)
        yield Found(each, query.collection, ids, _written(route, query.collection))


def _other_callers(known: Knowledge, route: Route, collection: str) -> bool:
    """Those who ask for an owner know their callers from other rows: an operator's session is no customer's, and owns nothing."""
    mine, witnesses = known.callers[route], known.witnesses.get(collection, set())
    return bool(mine and witnesses) and all(theirs and not theirs & mine for theirs in witnesses)


def client_ids(query: Query) -> frozenset[str]:
    """What a client names in the conditions of a query for one row."""
    if not (query.single or query.verb in {"update", "delete"}):
        return frozenset()
    return frozenset(label for predicate in query.predicates for label in predicate.labels if label.startswith(_CLIENT))


def caller_decides(known: Knowledge, route: Route, collection: str, ids: frozenset[str]) -> bool:
    """Whether the caller is compared with the row (or its id), or a refusal depends on both."""
    for each in route.decisions:
        event = each.event
        if event.kind == "compare":
            sides = [deep_labels(value) for value in event.values]
            mine = [side for side in sides if names_caller(side)]
            theirs = [side for side in sides if collection in rows_of(side) or side & ids]
            if mine and theirs and any(a is not b for a in mine for b in theirs):
                return True
        if event.kind == "fetch" and event.query and any(names_caller(predicate.labels) for predicate in event.query.predicates):
            labels = frozenset[str]().union(*(predicate.labels for predicate in event.query.predicates))
            if event.query.collection == collection or labels & ids or collection in rows_of(labels):
                return True
        if event.kind == "refuse" and names_caller(event.nearest) and (collection in rows_of(event.nearest) or event.nearest & ids):
            return True
        if event.kind == "call" and event.name in {"?"} and _joined(event.values, collection, ids):
            return True
    return False


def _joined(values: tuple[object, ...], collection: str, ids: frozenset[str]) -> bool:
    labels = frozenset[str]().union(*(deep_labels(value) for value in values))  # type: ignore[arg-type]
    return names_caller(labels) and (collection in rows_of(labels) or bool(labels & ids))


def _written(route: Route, collection: str) -> str:
    for each in route.happenings:
        if each.event.kind == "write" and each.event.query and each.event.query.collection == collection and each.event.name in {"update", "delete"}:
            return each.event.name
    return ""


def judged_otherwise(known: Knowledge, route: Route) -> bool:
    """Some refusal depends on the caller together with something of the request or of a row: what it protects is not understood."""
    return any(
        each.event.kind == "refuse" and 403 in each.event.statuses and names_caller(each.event.nearest)
        and (any(label.startswith(_CLIENT) for label in each.event.nearest) or rows_of(each.event.nearest) - known.accounts)
        for each in route.happenings
    )  # fmt: skip


def listed_openly(known: Knowledge, collection: str) -> bool:
    """Strangers or all accounts may list it: reading is open by design."""
    for route in known.picture.routes:
        if route.method != "GET":
            continue
        for each in route.happenings:
            query = each.event.query
            if each.event.kind == "fetch" and query and query.collection == collection:
                free = not any(names_caller(predicate.labels) for predicate in query.predicates)
                listing = not query.single and not known.roles.get(route) and not any("." in p.attribute for p in query.predicates)
                if free and (not route.authenticated or (listing and not query.predicates)):
                    return True
    return False
