"""A key of a library's signing or session function stands in the source, or falls back to a constant there."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from bedplate.checklist.item import Finding, Step
from bedplate.checklist.review.frame import place_of
from bedplate.checklist.review.knowledge import Knowledge, finding
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Value

__all__ = ["check"]

_KEYS = {
    "jwt.encode": (1, "key"), "jwt.decode": (1, "key"), "jose.jwt.encode": (1, "key"), "jose.jwt.decode": (1, "key"),
    "itsdangerous.URLSafeTimedSerializer": (0, "secret_key"), "itsdangerous.URLSafeSerializer": (0, "secret_key"), "hmac.new": (0, "key"),
    "cryptography.fernet.Fernet": (0, "key"), "itsdangerous.TimestampSigner": (0, "secret_key"),
    "authlib.jose.jwt.encode": (2, "key"), "authlib.jose.jwt.decode": (1, "key"),
}  # fmt: skip
_SETTINGS = frozenset({"SECRET_KEY", "JWT_SECRET_KEY", "WTF_CSRF_SECRET_KEY", "SECURITY_PASSWORD_SALT", "JWT_PRIVATE_KEY"})
_SESSIONS = "starlette.middleware.sessions.SessionMiddleware"
_VENDOR = re.compile(r"(AKIA[0-9A-Z]{16}|sk_live_[0-9a-zA-Z]{16,}|-----BEGIN (?:RSA |EC )?PRIVATE KEY-----\s+[A-Za-z0-9+/=]{40,}|ghp_[0-9A-Za-z]{36}|xox[bp]-[0-9A-Za-z-]{20,})")
_CURE = 'os.environ["{name}"]  # no default: a missing variable stops the start'


def check(known: Knowledge) -> Iterator[Finding]:
    """Constants that reach a key argument, and constants in the known shapes of vendors' keys."""
    seen: set[object] = set()
    for route in known.picture.routes:
        for each in route.happenings:
            event = each.event
            if event.kind == "call" and event.name in _KEYS:
                value = event.argument(*_KEYS[event.name])
                yield from _key(known, value, event.name, seen, Step(event.place, f"the key of {event.name}"))
    for setting in known.picture.settings:
        if setting.name == _SESSIONS or setting.name.removeprefix("flask.config.") in _SETTINGS:
            session = setting.name == _SESSIONS
            value = setting.value.argument(0, "secret_key") if session else setting.value
            yield from _key(known, value, setting.name, seen, Step(setting.place, f"the key of {setting.name}"))
    for path in known.engine.program.files:
        if _VENDOR.search(known.engine.program.text(path)) and (module := known.engine.program.module(path)):
            yield from _shapes(known, module, seen)


def _key(known: Knowledge, value: Value | None, name: str, seen: set[object], step: Step) -> Iterator[Finding]:
    for option in value.options() if value is not None else ():
        literal, how = _literal(option)
        if literal is None or literal.module is None or literal.node is None:
            continue
        place = place_of(literal.module, literal.node)
        if place not in seen:
            seen.add(place)
            yield finding(known, "hardcoded-secret", 0.93, place, f"The key of {name} {how}.", None, (Step(place, "the constant"), step),
                          _CURE.format(name="SECRET_KEY"), known.picture.routes[0].framework if known.picture.routes else "")  # fmt: skip


def _literal(value: Value) -> tuple[Value | None, str]:
    if value.kind == "constant" and isinstance(value.ref, str | bytes) and len(value.ref) >= 1:
        return value, "stands in the source"
    if value.dotted in {"os.getenv", "os.environ.get", "decouple.config", "starlette.config.Config"}:
        default = value.argument(1, "default")
        if default is not None:
            literal, _ = _literal(default)
            return literal, "falls back to a constant"
    return None, ""


def _shapes(known: Knowledge, module: Module, seen: set[object]) -> Iterator[Finding]:
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _VENDOR.search(node.value):
            place = place_of(module, node)
            if place not in seen and "EXAMPLE" not in node.value:
                seen.add(place)
                yield finding(known, "hardcoded-secret", 0.9, place, "A vendor's key stands in the source.", None, (Step(place, "the constant"),),
                              _CURE.format(name="VENDOR_KEY"))  # fmt: skip
