"""Two writes that belong together, with a commit between them."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event, Happening
from bedplate.checklist.review.value import deep_labels

__all__ = ["check"]

_WHOLE = ("transaction.atomic", ".begin", ".begin_nested", "transaction.Atomic")
_PATCH = {
    "django": "with transaction.atomic():\n    ...  # both writes",
    "flask": "db.session.add(first)\ndb.session.flush()  # the key is known now\ndb.session.add(second)\ndb.session.commit()",
    "fastapi": "session.add(first)\nsession.flush()  # the key is known now\nsession.add(second)\nsession.commit()",
}  # fmt: skip


def check(known: Knowledge) -> Iterator[Finding]:
    """A row that refers to another one made in the same request, and a commit in between; Django commits each write by itself."""
    program = known.engine.program
    whole = any("ATOMIC_REQUESTS" in program.text(file) for file in program.files if "settings" in file or "conf" in file)
    for route in known.picture.routes:
        if (whole and route.framework == "django") or any(each.event.kind == "call" and each.event.name.endswith(_WHOLE) for each in route.happenings) or _decorated(route):
            continue
        pair = _pair(known, route)
        if pair is not None:
            first, second = pair
            message = f"{route.name} keeps {_rows(first.event)} before {_rows(second.event)} is written: a failure between leaves half."
            yield finding(known, "write-without-transaction", 0.84, second.event.place, message, route, steps(route, second, f"after {_rows(first.event)} was kept"),
                          _PATCH.get(route.framework, ""))  # fmt: skip


def _rows(event: Event) -> str:
    return event.query.collection if event.query is not None else ""


def _pair(known: Knowledge, route: Route) -> tuple[Happening, Happening] | None:
    """The first write that another depends on, with a commit between the two."""
    kept: list[Happening] = []
    waiting: list[Happening] = []
    for each in route.own:
        event = each.event
        if event.kind == "call" and event.name.endswith(".commit"):
            kept += waiting
            waiting = []
        elif event.kind == "write" and event.name in {"insert", "update"} and event.query is not None and event.query.collection:
            found = next((one for one in kept if _belongs(known, one.event, event)), None)
            if found is not None and not _session(route, each):
                return found, each
            if "if absent" in event.within:  # made where there is none: what is left of it is found the next time
                continue
            (kept if route.framework == "django" else waiting).append(each)
    return None


def _belongs(known: Knowledge, first: Event, second: Event) -> bool:
    """The second row is another one and refers to the first."""
    if first.query is None or second.query is None or first.query.collection == second.query.collection or first.name != "insert":
        return False
    if first.query.model is None or second.query.model is None:  # what has no declared table may be no table at all
        return False
    fields = known.engine.models.fields(second.query.model)
    refers = any(fields[name].reference == first.query.collection for name, _ in second.named if name in fields)
    return refers or any(f"row:{first.query.collection}" in deep_labels(value) for _, value in second.named)


def _session(route: Route, written: Happening) -> bool:
    """A cookie is set where the row is written: a session, which the next sign-in makes anew."""
    return any(each.event.kind == "call" and each.event.name.endswith(".set_cookie") and each.stack and each.stack == written.stack for each in route.own)


def _decorated(route: Route) -> bool:
    node = route.function.node if route.function is not None else None
    decorators = getattr(node, "decorator_list", [])
    return any("atomic" in (getattr(each, "attr", "") or getattr(each, "id", "")) for each in decorators)
