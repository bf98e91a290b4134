"""The parent in the path is checked, and the child is found by its own id alone."""
from __future__ import annotations

import re
from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.ownership import caller_decides, client_ids
from bedplate.checklist.review.trace import Happening
from bedplate.checklist.review.value import Query, deep_labels, names_caller, rows_of

__all__ = ["check", "nested"]


def check(known: Knowledge) -> Iterator[Finding]:
    """A row that belongs to a checked parent, found by its id alone and never compared with that parent."""
    for route in known.picture.routes:
        for each, child, ids, parent in _untied(known, route):
            message = f"{route.name} checks {parent} and then finds {child.collection} by {', '.join(sorted(ids))} alone, under whichever {parent} it is."
            column = _column(known, child, parent)
            yield finding(known, "ownership-nested-id", 0.88, each.event.place, message, route,
                          steps(route, each, f"{child.collection} is found without {column}"), f".where({column} == <the checked parent's id>)")  # fmt: skip
            break


def nested(known: Knowledge, route: Route) -> frozenset[str]:
    """The collections that this rule tells of at a route; the rules of single rows leave them to it."""
    return frozenset(child.collection for _, child, _, _ in _untied(known, route))


def _untied(known: Knowledge, route: Route) -> Iterator[tuple[Happening, Query, frozenset[str], str]]:
    """Rows found by their own id alone although a parent that they belong to is checked."""
    parents = dict(_checked_parents(known, route)) if route.authenticated else {}
    for each, child, ids in _children(route) if parents else ():
        parent = next((name for name in _parents_of(known, child) if name in parents and name != child.collection), "")
        if parent and not parents[parent] & ids and not _tied(known, route, child, ids, parent, parents[parent]):
            yield each, child, ids, parent


def _checked_parents(known: Knowledge, route: Route) -> Iterator[tuple[str, frozenset[str]]]:
    """Collections whose row is named by the path and judged by the caller."""
    for each in route.happenings:
        query = each.event.query
        if each.event.kind != "fetch" or query is None or query.collection in known.accounts:
            continue
        ids = _named(route, query)
        own = any(names_caller(predicate.labels) for predicate in query.predicates)
        if ids and (own or caller_decides(known, route, query.collection, ids)):
            yield query.collection, ids


def _named(route: Route, query: Query) -> frozenset[str]:
    """The parameters of this route's own path in the conditions of a query."""
    words = set(re.findall(r"\w+", route.path))
    return frozenset(label for label in client_ids(query) if label.startswith("path:") and label[5:] in words)


def _children(route: Route) -> Iterator[tuple[Happening, Query, frozenset[str]]]:
    for each in route.happenings:
        query = each.event.query
        if each.event.kind in {"fetch", "write"} and query is not None and each.event.name != "insert":
            ids = _named(route, query)
            if ids:
                yield each, query, ids


def _parents_of(known: Knowledge, child: Query) -> list[str]:
    """What the rows refer to: by declared reference, or by what other routes use to find them."""
    fields = known.engine.models.fields(child.model) if child.model else {}
    declared = [field.reference for field in fields.values() if field.reference]
    return [*declared, *known.parents.get(child.collection, {})]


def _column(known: Knowledge, child: Query, parent: str) -> str:
    fields = known.engine.models.fields(child.model) if child.model else {}
    declared = next((name for name, field in fields.items() if field.reference == parent), "")
    return declared or known.parents.get(child.collection, {}).get(parent, "its parent")


def _tied(known: Knowledge, route: Route, child: Query, ids: frozenset[str], parent: str, parent_ids: frozenset[str]) -> bool:
    """The child is found with the parent, or compared with it, or judged by the caller itself."""
    above = parent_ids | {f"row:{parent}"}
    for each in route.happenings:
        event = each.event
        query = event.query
        if query is not None and event.kind in {"fetch", "write"} and query.collection == child.collection:
            labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates))
            if labels & ids and (labels & above or parent in rows_of(labels) or names_caller(labels)):
                return True
        if event.kind == "fetch" and query is not None and query.collection != child.collection and query.collection != parent:
            labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates), frozenset())
            if labels & ids and labels & above:
                return True
        if event.kind == "compare" and _compared([deep_labels(value) for value in event.values], child.collection, ids, above):
            return True
        if event.kind == "refuse" and (child.collection in rows_of(event.nearest) or event.nearest & ids) and event.nearest & parent_ids:
            return True
    return caller_decides(known, route, child.collection, ids)


def _compared(sides: list[frozenset[str]], child: str, ids: frozenset[str], above: frozenset[str]) -> bool:
    below = [side for side in sides if child in rows_of(side) or side & ids]
    over = [side for side in sides if side & above]
    return any(a is not b for a in below for b in over)
