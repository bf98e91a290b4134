"""What settings of Django switch on or off for the whole project."""
from __future__ import annotations

from collections.abc import Iterator

from bedplate.checklist.item import Finding, Place, Step
from bedplate.checklist.review.frame import place_of
from bedplate.checklist.review.knowledge import Knowledge, finding, steps
from bedplate.checklist.review.picture import Route, Setting
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_KEYS = ("SECRET_KEY", "SIGNING_KEY")
_READERS = ("os.getenv", "os.environ.get", "decouple.config", "environ.Env", "environs.Env", "environ.FileAwareEnv")
_TRUE = frozenset({True, "true", "True", "1"})


def check(known: Knowledge) -> Iterator[Finding]:
    """Keys in the source, debugging for everybody, open origins with credentials, no protection against forged requests."""
    settings = {each.name.removeprefix("django."): each for each in known.picture.settings if each.name.startswith("django.")}
    yield from _secret(known, settings)
    yield from _debug(known, settings)
    yield from _origins(known, settings)
    yield from _forged(known, settings)


def _secret(known: Knowledge, settings: dict[str, Setting]) -> Iterator[Finding]:
    given = [(settings["SECRET_KEY"].value, settings["SECRET_KEY"].place)] if "SECRET_KEY" in settings else []
    tokens = settings.get("SIMPLE_JWT")
    if tokens is not None and (key := tokens.value.keyword("SIGNING_KEY")) is not None:
        given.append((key, tokens.place))
    seen: set[Place] = set()
    for value, used in given:
        for option in value.options():
            literal, how = _constant(option)
            if literal is not None and literal.module is not None and (place := place_of(literal.module, literal.node)) not in seen:
                seen.add(place)
                evidence = (Step(place, "the constant"), Step(used, "the key that signs sessions and tokens"))
                yield finding(known, "hardcoded-secret", 0.9, place, f"The key that signs sessions and tokens {how}.", None, evidence,
                              'SECRET_KEY = os.environ["SECRET_KEY"]  # no default: a missing variable stops the start', "django")  # fmt: skip


def _constant(value: Value) -> tuple[Value | None, str]:
    if value.kind == "constant" and isinstance(value.ref, str) and value.ref:
        return value, "stands in the source"
    if value.dotted.startswith(_READERS):
        default = value.argument(1, "default")
        if default is not None and isinstance(default.ref, str) and default.ref and default.kind == "constant":
            return default, "falls back to a constant"
    return None, ""


def _debug(known: Knowledge, settings: dict[str, Setting]) -> Iterator[Finding]:
    setting = settings.get("DEBUG")
    if setting is None:
        return
    for option in setting.value.options():
        default = option.argument(1, "default") if option.dotted.startswith(_READERS) else None
        on = (option.kind == "constant" and option.ref is True) or (default is not None and default.kind == "constant" and default.ref in _TRUE)
        if on:
            message = "Every error answers with its trace, its variables and the settings."
            yield finding(known, "debug-mode", 0.85, setting.place, message, None, (Step(setting.place, "DEBUG is on unless told otherwise"),),
                          'DEBUG = os.environ.get("DEBUG") == "1"', "django")  # fmt: skip
            return


def _origins(known: Knowledge, settings: dict[str, Setting]) -> Iterator[Finding]:
    credentials = settings.get("CORS_ALLOW_CREDENTIALS")
    if credentials is None or credentials.value.ref is not True:
        return
    for name in ("CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL", "CORS_ALLOWED_ORIGIN_REGEXES"):
        setting = settings.get(name)
        patterns = [each.ref for each in setting.value.args] if setting is not None else []
        if setting is not None and (setting.value.ref is True or any(pattern in {".*", "^.*$", r"^https?://.*$", r"^https://.*$"} for pattern in patterns)):
            evidence = (Step(setting.place, "every origin"), Step(credentials.place, "with the visitor's cookies"))
            yield finding(known, "unsafe-cors", 0.95, setting.place, "Every origin may send credentials.", None, evidence,
                          'CORS_ALLOWED_ORIGINS = ["https://app.example.com"]', "django")  # fmt: skip
            return


def _forged(known: Knowledge, settings: dict[str, Setting]) -> Iterator[Finding]:
    """Views that a session cookie opens and that change something, exempt from the protection or without it."""
    by_cookie = [route for route in known.picture.routes if route.writes and route.authenticated and any(guard.kind == "cookie" for guard in route.guards)]
    for route in by_cookie:
        exempt = next((guard for guard in route.guards if guard.name == "csrf:exempt"), None)
        changes = any(each.event.kind == "write" and each.event.name != "assign" for each in route.happenings)
        if exempt is not None and changes and not _signed(route):
            message = f"{route.name} is exempt from the protection against forged requests, and a cookie says who is calling."
            yield finding(known, "csrf-disabled", 0.88, exempt.place, message, route, (*steps(route), Step(exempt.place, "exempt here")),
                          "# without csrf_exempt; a client of your own sends the header X-CSRFToken")  # fmt: skip
    middleware = settings.get("MIDDLEWARE")
    names = [str(each.ref) for each in middleware.value.args] if middleware is not None and middleware.value.kind == "sequence" else []
    sessions = any(name.endswith("SessionMiddleware") for name in names) and len(names) < 60
    if middleware is not None and by_cookie and sessions and not any("csrf" in name.lower() for name in names):
        message = f"No middleware proves where a request comes from, and {by_cookie[0].name} is opened by a cookie."
        yield finding(known, "csrf-disabled", 0.88, middleware.place, message, None, (Step(middleware.place, "set here"), *steps(by_cookie[0])),
                      '"django.middleware.csrf.CsrfViewMiddleware",  # after SessionMiddleware', "django")  # fmt: skip


def _signed(route: Route) -> bool:
    return any(each.event.kind == "call" and each.event.name.endswith("compare_digest") for each in route.happenings)
