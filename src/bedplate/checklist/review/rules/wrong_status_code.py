"""A handler that answers a failure with 200."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.rules.answers import WRAPPERS
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_FAILURES = frozenset({"error", "errors", "error_message", "err"})
_FLAGS = frozenset({"ok", "success", "succeeded"})
_PATCH = {
    "fastapi": 'raise HTTPException(404, "…")', "flask": 'return jsonify(error="…"), 404',
    "django": 'return JsonResponse({"error": "…"}, status=404)',
}  # fmt: skip


def check(known: Knowledge) -> Iterator[Finding]:
    """Answers that say they are an error, given under a condition, with no status or with 200."""
    for route in known.picture.routes:
        if _sets_status(route):
            continue
        for each in route.returns:
            event = each.event
            if (event.labels or len(route.returns) > 1) and event.statuses <= {200} and any(_fails(value) for value in event.values):
                message = f"{route.name} answers a failure with the status 200."
                yield finding(known, "wrong-status-code", 0.85, event.place, message, route, steps(route, each, "an error with the status of a success"),
                              _PATCH.get(route.framework, ""))  # fmt: skip
                break


def _sets_status(route: Route) -> bool:
    """The status is set on the response itself, which the answer does not show."""
    return any(each.event.name == ".status_code.set" for each in route.own)


def _fails(value: Value, depth: int = 3) -> bool:
    options = list(value.options())
    if len(options) != 1:
        return False
    one = options[0]
    if one.kind == "mapping" or (one.dotted in WRAPPERS and one.named):
        names = dict(one.named)
        said = any(_says_something(inner) for name, inner in names.items() if name in _FAILURES)
        denied = any(inner.kind == "constant" and inner.ref is False for name, inner in names.items() if name in _FLAGS)
        return (said or denied) and "data" not in names
    return bool(depth) and one.dotted in WRAPPERS and bool(one.args) and _fails(one.args[0], depth - 1)


def _says_something(value: Value) -> bool:
    return (value.kind == "constant" and isinstance(value.ref, str) and bool(value.ref)) or value.kind == "string"
