"""Raw data of a body is stored without any schema."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import UNTYPED, deep_labels, request_labels

__all__ = ["check"]

_PATCH = "class Input(BaseModel):  # names, types and bounds of all fields\n    ...\n\ndef handler(data: Input): ..."


def check(known: Knowledge) -> Iterator[Finding]:
    """Writes whose values come from a body that was only parsed; a body that some refusal looks at is left alone."""
    for route in known.picture.routes:
        for each in route.happenings:
            names = _raw(each.event)
            if names:
                message = f"{route.name} stores {', '.join(names)} of the body as it came: no schema has looked at it."
                yield finding(known, "unvalidated-input", 0.6 if _judged(route) else 0.85, each.event.place, message, route,
                              steps(route, each, "raw data is stored here"), _PATCH)  # fmt: skip
                break


def _raw(event: Event) -> list[str]:
    if event.kind != "write" or event.query is None or any(name == "**" for name, _ in event.named):
        return []
    whole = [value for value in event.values if event.query.model is None and value.kind in {"unknown", "external"} and UNTYPED in value.labels]
    if whole and event.name == "insert" and not event.named:
        return ["every field"]
    return [name for name, value in event.named if UNTYPED in value.labels and value.text and request_labels(value.labels)]


def _judged(route: Route) -> bool:
    """Some refusal depends on the raw data, or a part of it is compared: it is looked at, though how well is not known."""
    return any(
        (each.event.kind == "refuse" and UNTYPED in each.event.labels and each.event.statuses & {0, 400, 422})
        or (each.event.kind == "call" and each.event.name in {"builtins.isinstance", "jsonschema.validate"}
            and any(UNTYPED in deep_labels(value) for value in each.event.values))
        for each in route.happenings
    )  # fmt: skip
