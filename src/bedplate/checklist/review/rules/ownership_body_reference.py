"""A reference in the body is stored without asking whether the caller may use what it points to."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.ownership import caller_decides, listed_openly
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import NARROWED, names_caller, request_labels

__all__ = ["check"]

_BODY = ("body:", "form:")


def check(known: Knowledge) -> Iterator[Finding]:
    """Written references to collections that other routes show only to their owners."""
    for route in known.picture.routes:
        if not route.authenticated or route.unresolved is not None or known.roles.get(route):
            continue
        for each in route.happenings:
            for name, target, ids in _references(known, each.event):
                if _private(known, target) and not caller_decides(known, route, target, ids) and not _asked(route, target, ids):
                    message = f"{route.name} stores {name} from the body: any row of {target} may be named, whosever it is."
                    patch = f"# find it as its owner before it is used\n.where({target}.id == data.{name}, <owner> == <the caller's id>)"
                    yield finding(known, "ownership-body-reference", 0.86, each.event.place, message, route,
                                  steps(route, each, f"{name} is stored here"), patch)  # fmt: skip


def _references(known: Knowledge, event: Event) -> Iterator[tuple[str, str, frozenset[str]]]:
    if event.kind != "write" or event.query is None or event.query.model is None or event.name == "delete":
        return
    fields = known.engine.models.fields(event.query.model)
    for name, value in event.named:
        target = fields[name].reference if name in fields else ""
        ids = frozenset(label for label in request_labels(value.labels) if label.startswith(_BODY))
        if target and ids and target not in known.accounts and target != "@account" and not names_caller(value.labels) and NARROWED not in value.labels:
            yield name, target, ids


def _private(known: Knowledge, collection: str) -> bool:
    return bool(known.evidence(collection) & {"filter", "compare"}) and not listed_openly(known, collection)


def _asked(route: Route, target: str, ids: frozenset[str]) -> bool:
    """The row is looked up together with something that the caller was checked for."""
    for each in route.happenings:
        query = each.event.query
        if each.event.kind == "fetch" and query is not None:
            labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates), frozenset())
            if labels & ids and len(query.predicates) > 1 and any(label.startswith("row:") for label in labels):
                return True
    return False
