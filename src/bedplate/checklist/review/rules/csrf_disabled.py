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
    yield from _switched_off(known)
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


def _switched_off(known: Knowledge) -> Iterator[Finding]:
    """Flask-WTF's protection that is off, or not for this route, where a cookie says who is calling."""
    by_cookie = [route for route in known.picture.routes if route.writes and _by_cookie(route)]
    for route in by_cookie:
        exempt = next((guard for guard in route.guards if guard.name == "csrf:exempt"), None)
        if exempt is not None:
            message = f"{route.name} is exempt from the protection against forged requests, and a cookie says who is calling."
            evidence = (*steps(route), Step(exempt.place, "the protection is switched off here"))
            yield finding(known, "csrf-disabled", 0.88, exempt.place, message, route, evidence, "# without csrf.exempt")
    lax = not _protected(known)
    for setting in known.picture.settings if by_cookie else ():
        off = setting.name == "flask.config.WTF_CSRF_ENABLED" and setting.value.ref is False
        if off or (lax and setting.name == "flask.config.SESSION_COOKIE_SAMESITE" and _none(setting.value)):
            message = f"{setting.name.removeprefix('flask.config.')} lets other sites act for whoever is signed in."
            yield finding(known, "csrf-disabled", 0.88, setting.place, message, None, (Step(setting.place, "set here"), *steps(by_cookie[0])),
                          'WTF_CSRF_ENABLED = True\nSESSION_COOKIE_SAMESITE = "Lax"', "flask")  # fmt: skip


def _by_cookie(route: Route) -> bool:
    if any(guard.name.startswith("flask_login") for guard in route.guards):
        return True
    return any(each.event.kind == "refuse" and "session" in each.event.labels for each in route.happenings)


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
    names = {setting.name.lower() for setting in known.picture.settings if not setting.name.startswith("flask.config.")}
    names |= {each.event.name.lower() for route in known.picture.routes for each in route.happenings if each.event.kind == "call"}
    return any(word in name for name in names for word in _PROTECTIONS)
