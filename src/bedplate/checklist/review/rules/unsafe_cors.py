"""Any origin may send the visitor's credentials."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding, Step
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_HEADERS = (".headers.set", ".headers.add", ".headers.setdefault")


def check(known: Knowledge) -> Iterator[Finding]:
    """CORS settings that combine a wildcard with credentials, and answers that send the caller's origin back."""
    yield from _reflected(known)
    for setting in known.picture.settings:
        if not setting.name.endswith((".CORSMiddleware", "flask_cors.CORS")):
            continue
        value = setting.value
        credentials = value.keyword("allow_credentials") or value.keyword("supports_credentials")
        origins = value.keyword("allow_origins") or value.keyword("origins")
        pattern = value.keyword("allow_origin_regex")
        open_to_all = _wild(origins) or (pattern is not None and pattern.ref in {".*", "^.*$", "https?://.*", "https://.*"})
        open_to_all = open_to_all or (origins is None and setting.name.endswith("flask_cors.CORS") and _resources(value.keyword("resources")))
        if credentials is not None and credentials.ref is True and open_to_all:
            yield finding(known, "unsafe-cors", 0.95, setting.place, "Every origin may send credentials.", None, (Step(setting.place, "set here"),),
                          'allow_origins=["https://app.example.com"], allow_credentials=True', _framework(setting.name))  # fmt: skip


def _resources(value: Value | None) -> bool:
    """Flask-CORS without origins: open, unless each resource names its own."""
    if value is None or value.kind != "mapping":
        return value is None or value.kind in {"constant", "sequence"}
    return any((own := inner.keyword("origins")) is None or _wild(own) for _, inner in value.named if inner.kind == "mapping")


def _framework(name: str) -> str:
    return "flask" if name.startswith("flask") else "fastapi"


def _wild(value: Value | None) -> bool:
    if value is None:
        return False
    return value.ref == "*" or any(each.ref == "*" for each in value.args)


def _reflected(known: Knowledge) -> Iterator[Finding]:
    """The request's own origin as the allowed one, with credentials, and nothing that looked at it."""
    seen: set[object] = set()
    for route in known.picture.routes:
        written = [each for each in route.happenings if each.event.kind == "call" and each.event.name.endswith(_HEADERS) and len(each.event.values) == 2]
        credentials = any(_key(each.event) == "access-control-allow-credentials" and str(each.event.values[1].ref).lower() == "true" for each in written)
        for each in written if credentials else ():
            if _key(each.event) == "access-control-allow-origin" and _own(each.event.values[1]) and not _judged(route) and each.event.place not in seen:
                seen.add(each.event.place)
                message = f"{route.name} allows every origin that asks, with credentials."
                yield finding(known, "unsafe-cors", 0.9, each.event.place, message, route, steps(route, each, "the request's origin is sent back"),
                              'if origin in ALLOWED:\n    response.headers["Access-Control-Allow-Origin"] = origin')  # fmt: skip


def _key(event: Event) -> str:
    return str(event.values[0].ref).lower()


def _own(value: Value) -> bool:
    return value.text and any(label.lower() == "header:origin" for label in value.labels)


def _judged(route: Route) -> bool:
    """Something compares the origin or hands it to a function."""
    for each in route.happenings:
        event = each.event
        looks = event.kind == "compare" or (event.kind == "call" and not event.name.endswith(_HEADERS))
        if looks and any(_own(value) for value in (*event.values, *((event.receiver,) if event.receiver is not None else ()))):
            return True
    return False
