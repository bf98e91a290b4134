"""A privileged function that every account may call."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.ownership import caller_decides
from bedplate.checklist.review.value import names_caller, request_labels

__all__ = ["check"]


def check(known: Knowledge) -> Iterator[Finding]:
    """Routes that change a privilege, or stand among routes that ask for a role, and ask for none."""
    for route in known.picture.routes:
        if not route.authenticated or route.unresolved is not None or known.roles.get(route):
            continue
        yield from _privilege(known, route)
        yield from _sibling(known, route)


def _privilege(known: Knowledge, route: Route) -> Iterator[Finding]:
    for each in route.happenings:
        event = each.event
        if event.kind == "write" and event.name == "update" and event.query and event.query.collection in known.accounts:
            if event.receiver is not None and names_caller(event.receiver.labels) and any(name == "**" for name, _ in event.named):
                continue  # the caller's own row as a whole: that is mass assignment
            for name, value in event.named:
                if name in known.privileges and request_labels(value.labels):
                    message = f"{route.name} lets every account set {name}, which other routes ask for."
                    yield finding(known, "role-missing", 0.9, event.place, message, route, steps(route, each, f"{name} comes from the request"))


def _sibling(known: Knowledge, route: Route) -> Iterator[Finding]:
    siblings = [each for each in known.picture.routes if each.router == route.router and each is not route and each.authenticated]
    ruled = [each for each in siblings if known.roles.get(each)]
    if not ruled or not _effect(route) or _own(known, route):
        return
    same = [each for each in ruled if _effect(each) & _effect(route)]
    if same and route.writes and len(ruled) * 2 > len([each for each in siblings if each.writes]):
        message = f"{route.name} changes {', '.join(sorted(_effect(route)))} for every account; {same[0].name} asks for {_names(known, same[0])}."
        yield finding(known, "role-missing", 0.85, route.place, message, route)


def _names(known: Knowledge, route: Route) -> str:
    return ", ".join(sorted(known.roles[route]))


def _effect(route: Route) -> frozenset[str]:
    return frozenset(each.event.query.collection for each in route.own
                     if each.event.kind == "write" and each.event.query and each.event.name != "assign")  # fmt: skip


def _own(known: Knowledge, route: Route) -> bool:
    """The route works on the caller's own rows."""
    for each in route.happenings:
        event = each.event
        if event.kind == "write" and event.query:
            if event.receiver is not None and names_caller(event.receiver.labels):
                return True
            if any(names_caller(value.labels) for _, value in event.named):
                return True
            if caller_decides(known, route, event.query.collection, frozenset()):
                return True
    return False
