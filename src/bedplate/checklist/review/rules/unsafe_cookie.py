"""Session cookies that other sites make the browser send."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding, Step
from bedplate.checklist.review.knowledge import Knowledge, finding, steps

__all__ = ["check"]

_FLAGS = frozenset({"SESSION_COOKIE_HTTPONLY", "SESSION_COOKIE_SECURE", "REMEMBER_COOKIE_HTTPONLY", "REMEMBER_COOKIE_SECURE"})


def check(known: Knowledge) -> Iterator[Finding]:
    """`set_cookie` of an issued token without HttpOnly or Secure."""
    yield from _configured(known)
    seen: set[object] = set()
    for route in known.picture.routes:
        issues = any(each.event.name.endswith("jwt.encode") for each in route.happenings)
        for each in route.happenings:
            event = each.event
            if event.kind != "call" or not event.name.endswith(".set_cookie") or event.place in seen:
                continue
            missing = [name for name in ("httponly", "secure") if (given := event.keyword(name)) is None or given.ref is False]
            name = event.argument(0, "key")
            if (held := event.argument(1, "value")) is not None and held.kind == "constant":
                continue  # a mark for the pages, the same for everybody
            words = str(name.ref).lower() if name is not None and isinstance(name.ref, str) else ""
            if missing and (issues or any(word in words for word in ("session", "token", "auth", "sid"))) and "csrf" not in words:
                seen.add(event.place)
                message = f"{route.name} sets the cookie {words or 'with a token'} without {' and '.join(missing)}."
                yield finding(known, "unsafe-cookie", 0.85, event.place, message, route, steps(route, each, "the cookie is set here"),
                              'response.set_cookie("__Host-session", value, httponly=True, secure=True, samesite="lax")')  # fmt: skip


def _configured(known: Knowledge) -> Iterator[Finding]:
    """Flask's own cookies, where a configuration that is not for development makes them open and no other closes them again."""
    closed = {setting.name for setting in known.picture.settings if setting.value.ref is True}
    for setting in known.picture.settings:
        name = setting.name.removeprefix("flask.config.")
        if name in _FLAGS and setting.value.ref is False and setting.name not in closed:
            yield finding(known, "unsafe-cookie", 0.85, setting.place, f"{name} is switched off.", None, (Step(setting.place, "set here"),),
                          f"{name} = True", "flask")  # fmt: skip
