"""A mapping of the request is stored as a whole."""
from __future__ import annotations

import re
from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Query, request_labels

__all__ = ["check"]

_PRIVILEGED = re.compile(r"^(is_)?(admin|superuser|staff|role|roles|permissions|balance|credit|credits|is_verified)$", re.I)


def check(known: Knowledge) -> Iterator[Finding]:
    """`Model(**body)` and `setattr` loops, where a field is a privilege, an owner, or not limited at all."""
    for route in known.picture.routes:
        if known.roles.get(route):
            continue
        for each in route.happenings:
            event = each.event
            if event.kind == "write" and event.query and event.name in {"insert", "update"}:
                free, fields = _spread(known, event)
                if free or fields:
                    what = "every field" if free else ", ".join(fields)
                    message = f"{route.name} lets the client set {what} of {event.query.collection}."
                    words = "a mapping of the request is stored as a whole"
                    yield finding(known, "mass-assignment", 0.9 if fields else 0.85, event.place, message, route, steps(route, each, words),
                                  "# name the fields that a client may set in a schema of its own\nclass Create(BaseModel): ...")  # fmt: skip
                    break


def _sent(label: str, name: str) -> bool:
    return label in {f"body:{name}", f"form:{name}", f"query:{name}"}


def _spread(known: Knowledge, event: Event) -> tuple[bool, list[str]]:
    """Whether an unlimited mapping is stored, and which privileged fields a limited one holds."""
    assert event.query is not None
    mapping = next((value for name, value in event.named if name == "**"), None)
    if mapping is None or not request_labels(mapping.labels):
        return False, []
    limited = mapping.kind == "mapping" and mapping.ref == "dump"
    if not limited:
        return mapping.kind in {"unknown", "external"} and mapping.text, []
    account = event.query.collection in known.accounts
    names = [name for name, value in event.named if name != "**" and any(_sent(label, name) for label in value.labels)]
    owners = {name for name, kinds in known.owners.get(event.query.collection, {}).items()
              if kinds & {"filter", "compare"} and _names_account(known, event.query, name)}  # fmt: skip
    overridden = {name for name, value in event.named if not request_labels(value.labels)}
    found = [name for name in dict.fromkeys(names) if name not in overridden
             and ((account and (name in known.privileges or _PRIVILEGED.match(name))) or (name in owners and event.name == "insert"))]  # fmt: skip
    return False, found


def _names_account(known: Knowledge, query: Query, name: str) -> bool:
    """The column may hold an account; a reference to other rows is asked by another rule."""
    declared = known.engine.models.fields(query.model).get(name) if query.model is not None else None
    table = known.engine.models.table(query.model) if query.model is not None else None
    plain = declared is not None and not declared.reference and table is not None and table.kind == "django"  # a text or number of its own
    return declared is None or (not declared.reference and not plain) or declared.reference in {*known.accounts, "@account"}
