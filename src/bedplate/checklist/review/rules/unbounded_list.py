"""A list that grows with its table, or with a number that the client chooses."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.rules.answers import shown
from bedplate.checklist.review.trace import Happening
from bedplate.checklist.review.value import Query, Value, request_labels

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Answers of GET routes whose query has no limit, or one without a top, on a table that requests fill."""
    filled = {each.event.query.collection for route in known.picture.routes if route.method in {"POST", "PUT"} for each in route.happenings
              if each.event.kind == "write" and each.event.name == "insert" and each.event.query}  # fmt: skip
    for route in known.picture.routes:
        if route.method != "GET":
            continue
        for each in route.returns:
            fault, query = next(((fault, query) for query in _returned(each) if (fault := _fault(query, filled))), ("", None))
            if query is not None:
                message = f"{route.name} answers with {fault}."
                yield finding(known, "unbounded-list", 0.85 if query.limited else 0.8, each.event.place, message, route, steps(route, each, fault),
                              "limit: Annotated[int, Query(ge=1, le=100)] = 50")  # fmt: skip
                break


def _returned(each: Happening) -> list[Query]:
    found = [part.query for value in each.event.values for part in shown(value, sources=True) if part.kind == "query"]
    return [query for query in found if query is not None and not query.single]


def _fault(query: Query, filled: set[str]) -> str:
    if not query.limited:
        return f"all rows of {query.collection}" if query.collection in filled and not query.predicates else ""
    limit = query.limit
    if isinstance(limit, Value) and request_labels(limit.labels) and "bounded" not in limit.labels and _plain(limit):
        return f"as many rows of {query.collection} as the client asks for"
    return ""


def _plain(limit: Value) -> bool:
    """The number as the client sent it, at most converted."""
    return (limit.kind == "unknown" and not limit.ref) or limit.dotted == "builtins.int"
