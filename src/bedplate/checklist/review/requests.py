"""Where client data and the caller enter: the request objects of the frameworks."""
from __future__ import annotations

from bedplate.checklist.review.frame import Engine
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import CALLER, EMPTY, UNTYPED, Value

__all__ = ["is_request", "known_external", "request_attribute"]

_REQUESTS = frozenset({
    "fastapi.Request", "starlette.requests.Request", "fastapi.requests.Request", "fastapi.WebSocket", "starlette.requests.HTTPConnection",
    "flask.request", "django.http.HttpRequest", "rest_framework.request.Request", "fastapi.websockets.WebSocket",
    "starlette.websockets.WebSocket", "litestar.Request", "aiohttp.web.Request", "quart.request",
})  # fmt: skip
_ORIGINS = {
    "args": "query:", "query_params": "query:", "GET": "query:", "query": "query:", "form": "form:", "values": "form:", "POST": "form:",
    "json": "body", "data": "body", "body": "body", "get_json": "body", "get_data": "body", "stream": "body", "headers": "header:",
    "META": "header:", "cookies": "header:cookie:", "COOKIES": "header:cookie:", "files": "file:", "FILES": "file:",
    "path_params": "path:", "view_args": "path:", "match_info": "path:", "url": "query:", "full_path": "query:",
    "authorization": "header:authorization",
}  # fmt: skip
_RAW = frozenset({"json", "get_json"})
_RAW_OF = frozenset({("rest_framework.request.Request", "data"), ("django.http.HttpRequest", "body")})
_CALLER = frozenset({"user", "session", "auth"})
_SESSIONS = frozenset({"flask.session", "flask_login.current_user", "flask_login.utils.current_user", "flask_jwt_extended.current_user",
                       "flask_security.current_user", "flask_jwt_extended.utils.current_user"})  # fmt: skip


_MIXIN = frozenset({"is_authenticated", "is_anonymous", "is_active", "get_id"})
_MAPPING = frozenset({"get", "pop", "setdefault", "update", "clear", "items", "keys", "values"})


def known_external(name: str) -> Value:
    """A name of a library; some of them are the caller."""
    labels = frozenset({CALLER, "session"}) if name == "flask.session" else frozenset({CALLER}) if name in _SESSIONS else EMPTY
    return Value("external", name, labels=labels)


def _somewhere(engine: Engine) -> Module:
    """Some module of the program: a frame needs one, though what is evaluated has its own."""
    return next(module for file in engine.program.files if (module := engine.program.module(file)) is not None)


def is_request(value: Value) -> bool:
    return value.dotted in _REQUESTS


def request_attribute(engine: Engine, value: Value, name: str) -> Value | None:
    """A member of a request object, with its origin; None when the value is no request."""
    dotted = value.dotted
    if dotted in _REQUESTS:
        if (given := value.keyword(name)) is not None:
            return given
        if name in _ORIGINS:
            labels = {_ORIGINS[name], UNTYPED} if name in _RAW or (dotted, name) in _RAW_OF else {_ORIGINS[name]}
            return Value("external", f"{dotted}.{name}", labels=frozenset(labels), text=True)
        if name in _CALLER:
            return Value("external", f"{dotted}.{name}", labels=frozenset({CALLER}))
        if name == "state":
            return Value("external", "starlette.datastructures.State")
        return engine.ambient.get(f"state:{name}")
    if dotted in {"starlette.datastructures.State", "flask.g"}:
        known = engine.ambient.get(f"state:{name}")
        return known if known is not None else Value("unknown", labels=frozenset({f"state:{name}"}))
    return _session_attribute(engine, dotted, name) if dotted in _SESSIONS else None


def _session_attribute(engine: Engine, dotted: str, name: str) -> Value:
    """A member of the session or of the current user."""
    account = engine.ambient.get("current_user") if dotted != "flask.session" else None
    if account is not None and name == "_get_current_object":
        return account
    if account is not None and name not in _MIXIN:
        return engine.attribute(account, name, None, engine.frame_of(account.module or _somewhere(engine)))
    if dotted == "flask.session" and name not in _MAPPING:
        return Value("external", f"{dotted}.{name}", labels=frozenset({CALLER, "session", f"claim:{name}"}))
    return Value("external", f"{dotted}.{name}", labels=frozenset({CALLER}))
