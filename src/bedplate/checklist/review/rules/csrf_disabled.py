"""A cookie that other sites make the browser send, with nothing else that proves the request's origin."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding, Step
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_SESSIONS = ("starlette.middleware.sessions.SessionMiddleware", "fastapi.middleware.sessions.SessionMiddleware")
_PROTECTIONS = ("csrf", "xsrf")


def check(known: Knowledge) -> Iterator[Finding]:
    """Session cookies with SameSite=None, and protections that the framework has and the code switches off."""
    if _protected(known):
        return
    for setting in known.picture.settings:
        if setting.name in _SESSIONS and _none(setting.value.keyword("same_site")):
            message = "The session cookie is sent from every site, and nothing else proves where a request comes from."
            yield finding(known, "csrf-disabled", 0.88, setting.place, message, None, (Step(setting.place, "SameSite=None is set here"),),
                          'SessionMiddleware(..., same_site="lax")', "fastapi")  # fmt: skip
    seen: set[object] = set()
    for route in known.picture.routes:
        for each in route.happenings:
            event = each.event
            open_cookie = event.kind == "call" and event.name.endswith(".set_cookie") and _none(event.keyword("samesite"))
            if open_cookie and event.place not in seen and _carries(route, event.argument(1, "value")):
                seen.add(event.place)
                message = f"{route.name} sets a credential that every site makes the browser send."
                yield finding(known, "csrf-disabled", 0.85, event.place, message, route, steps(route, each, "SameSite=None is set here"),
                              'response.set_cookie(..., samesite="lax")')  # fmt: skip


def _none(value: Value | None) -> bool:
    return value is not None and isinstance(value.ref, str) and value.ref.lower() == "none"


def _carries(route: Route, value: Value | None) -> bool:
    """The cookie holds an issued token, or random text that is stored with an account."""
    if value is None:
        return False
    issued = ("jwt.encode", "secrets.token_urlsafe", "secrets.token_hex", "uuid.uuid4", "dumps")
    return any(each.event.kind == "call" and each.event.name.endswith(issued) for each in route.happenings)


def _protected(known: Knowledge) -> bool:
    """Some middleware, extension or call of a library that is about forged requests."""
    names = {setting.name.lower() for setting in known.picture.settings}
    names |= {each.event.name.lower() for route in known.picture.routes for each in route.happenings if each.event.kind == "call"}
    return any(word in name for name in names for word in _PROTECTIONS)
