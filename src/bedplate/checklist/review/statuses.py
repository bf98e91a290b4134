"""Which HTTP status an exception, a response or a returned value stands for. 0 means: a refusal of unknown status."""
from __future__ import annotations

import ast
import re
from http import HTTPStatus

from bedplate.checklist.review.frame import Engine
from bedplate.checklist.review.value import Class, Value

__all__ = ["answered", "raised", "status_of"]

_NAMED = {
    "BadRequest": 400, "Unauthorized": 401, "NotAuthenticated": 401, "AuthenticationFailed": 401, "Forbidden": 403, "PermissionDenied": 403,
    "NotFound": 404, "Http404": 404, "MethodNotAllowed": 405, "Conflict": 409, "TooManyRequests": 429, "Throttled": 429,
    "ValidationError": 400, "ParseError": 400, "SuspiciousOperation": 400, "NoAuthorizationError": 401, "HTTPUnauthorized": 401,
    "HTTPForbidden": 403, "HTTPNotFound": 404, "HTTPBadRequest": 400, "NotAuthorizedException": 401, "PermissionDeniedException": 403,
    "HttpResponseForbidden": 403, "HttpResponseNotFound": 404, "HttpResponseBadRequest": 400, "RequestValidationError": 400,
}  # fmt: skip
_LIBRARIES = ("fastapi", "starlette", "werkzeug", "django", "rest_framework", "litestar", "aiohttp", "flask_jwt_extended", "ninja")
_DIGITS = re.compile(r"HTTP_(\d{3})")


def status_of(value: Value | None) -> int | None:
    """The status that a value is: a number, `status.HTTP_404_NOT_FOUND` or `HTTPStatus.NOT_FOUND`."""
    if value is None:
        return None
    if isinstance(value.ref, bool) or value.ref is None:
        return None
    if isinstance(value.ref, int):
        return value.ref
    if value.dotted:
        if match := _DIGITS.search(value.dotted):
            return int(match[1])
        if value.dotted.startswith("http.HTTPStatus."):
            return HTTPStatus.__members__.get(value.dotted.split(".")[2], HTTPStatus.OK).value
    return None


def _library_status(value: Value) -> int | None:
    ending = value.dotted.rsplit(".", 1)[-1]
    if not value.dotted.startswith(_LIBRARIES):
        return None
    explicit = value.argument(0, "status_code") if ending in {"HTTPException", "HttpError"} else value.keyword("status_code")
    return status_of(explicit) or _NAMED.get(ending)


def raised(engine: Engine, value: Value) -> frozenset[int]:
    """The statuses that raising this value leads to; {0} when that is unknown."""
    found: set[int] = set()
    for option in value.options():
        if isinstance(option.ref, Class):
            found.add(_class_status(engine, option, option.ref))
        else:
            found.add(_library_status(option) or 0)
    return frozenset(found or {0})


def _class_status(engine: Engine, value: Value, cls: Class) -> int:
    explicit = status_of(value.keyword("status_code")) or _given_status(engine, value, cls)
    if explicit:
        return explicit
    handled = engine.ambient.get(f"handler:{id(cls.node)}")
    if handled is not None and isinstance(handled.ref, int):
        return handled.ref
    for each in engine.models.line(cls)[0]:
        for name in ("status_code", "code", "status", "default_status"):
            found = status_of(engine.member(each, name))
            if found and 400 <= found < 600:
                return found
        if found := _constructor_status(engine, each):
            return found
        inherited = engine.ambient.get(f"handler:{id(each.node)}")
        if inherited is not None and isinstance(inherited.ref, int):
            return inherited.ref
    for name in engine.models.line(cls)[1]:
        if found := _NAMED.get(name.rsplit(".", 1)[-1]):
            return found
    return 0


def _given_status(engine: Engine, value: Value, cls: Class) -> int | None:
    """A number handed to the parameter of the constructor that is the status."""
    maker = engine.member(cls, "__init__")
    function = maker.function if maker is not None else None
    names = [each.arg for each in function.node.args.args[1:]] if function is not None else []
    for index, name in enumerate(names):
        if name in {"code", "status", "status_code", "http_status", "http_code"} and (given := value.argument(index, name)) is not None:
            found = status_of(given)
            return found if found and 400 <= found < 600 else None
    return None


def _constructor_status(engine: Engine, cls: Class) -> int | None:
    for node in cls.node.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            for inner in ast.walk(node):
                if isinstance(inner, ast.Call):
                    found = _call_status(engine, inner, cls)
                    if found:
                        return found
            defaults = dict(zip(reversed([*node.args.posonlyargs, *node.args.args]), reversed(node.args.defaults), strict=False))
            for argument, default in defaults.items():
                if argument.arg.startswith("status"):
                    return status_of(engine.evaluate(default, engine.frame_of(cls.module)))
    return None


def _call_status(engine: Engine, node: ast.Call, cls: Class) -> int | None:
    if not (isinstance(node.func, ast.Attribute) and node.func.attr == "__init__"):
        return None
    given = next((word.value for word in node.keywords if word.arg == "status_code"), node.args[0] if node.args else None)
    if given is None or (isinstance(given, ast.Name) and given.id in {"self", "status_code"}):
        return None
    found = status_of(engine.evaluate(given, engine.frame_of(cls.module)))
    return found if found and 400 <= found < 600 else None


def answered(value: Value) -> frozenset[int]:
    """The statuses of a returned value, as far as it says them: `(body, 403)`, `Response(status=403)`, a redirect to a login."""
    found: set[int] = set()
    for option in value.options():
        if option.kind == "sequence" and 2 <= len(option.args) <= 3:
            found.add(status_of(option.args[1]) or 200)
        elif option.kind == "instance" and isinstance(option.ref, str):
            found.add(_response_status(option))
    return frozenset(found)


def _response_status(value: Value) -> int:
    ending = value.dotted.rsplit(".", 1)[-1]
    if ending in {"redirect", "RedirectResponse", "HttpResponseRedirect", "redirect_to_login"}:
        return 302
    explicit = status_of(value.keyword("status_code")) or status_of(value.keyword("status"))
    if explicit is None and ending in {"JSONResponse", "Response", "PlainTextResponse", "HTMLResponse"}:
        explicit = status_of(value.args[1]) if len(value.args) > 1 else None
    if explicit is None and ending == "make_response" and len(value.args) > 1:
        explicit = status_of(value.args[1])
    return explicit or _NAMED.get(ending) or 200
