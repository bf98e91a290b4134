"""What FastAPI hands to a handler or dependency: values of the request, and what dependencies return, followed with their own."""
from __future__ import annotations

import ast
from dataclasses import replace

from bedplate.checklist.item import Place
from bedplate.checklist.review.calls import typed
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.members import holds_text
from bedplate.checklist.review.picture import Guard, Parameter
from bedplate.checklist.review.trace import Event, flatten
from bedplate.checklist.review.value import CALLER, UNTYPED, Function, Value, names_caller

__all__ = ["LIMITS", "Inputs"]

_SOURCES = {"Path": "path", "Query": "query", "Body": "body", "Form": "form", "Header": "header", "Cookie": "cookie", "File": "file"}
_OUTSIDE = ("fastapi.Request", "fastapi.Response", "starlette.", "fastapi.BackgroundTasks", "fastapi.WebSocket", "fastapi.requests.",
            "fastapi.responses.", "fastapi.security.SecurityScopes")  # fmt: skip
_LOGINS = ("fastapi_users.", "fastapi_login.", "fastapi_jwt_auth.", "fastapi_azure_auth.", "fastapi_keycloak.", "fastapi_sso.", "fief_client.")
_FORMS = (".OAuth2PasswordRequestForm", ".OAuth2PasswordRequestFormStrict")
LIMITS = ("fastapi_limiter.", "slowapi.", "fastapi_throttle", "pyrate_limiter.", "limits.")


class Inputs:
    """Follows what a signature asks for; guards and limits that are met on the way go into the caller's lists."""

    def __init__(self, engine: Reading) -> None:
        self.engine = engine

    def given(self, function: Function, path: str, method: str, guards: list[Guard], limits: list[str],
                    parameters: list[Parameter] | None) -> dict[str, Value]:  # fmt: skip
        """What the framework hands to a handler or dependency: by annotation, by default, by the names in the path."""
        given: dict[str, Value] = {}
        spec = function.node.args
        positional = [*spec.posonlyargs, *spec.args]
        defaults: dict[str, ast.expr | None] = dict.fromkeys(each.arg for each in [*positional, *spec.kwonlyargs])
        for argument, default in zip(reversed(positional), reversed(spec.defaults), strict=False):
            defaults[argument.arg] = default
        for argument, default_or_none in zip(spec.kwonlyargs, spec.kw_defaults, strict=False):
            defaults[argument.arg] = default_or_none
        frame = self.engine.frame_of(function.module)
        frame.scope = function.scope
        skip = 1 if function.receiver is not None else 0
        for argument in [*positional[skip:], *spec.kwonlyargs]:
            node = defaults[argument.arg]
            value = self._parameter(argument, self.engine.evaluate(node, frame) if node is not None else None, path, method, frame, guards,
                                    limits, parameters)  # fmt: skip
            if value is not None:
                given[argument.arg] = value
        return given

    def _parameter(self, argument: ast.arg, default: Value | None, path: str, method: str, frame: Frame, guards: list[Guard],
                   limits: list[str], parameters: list[Parameter] | None) -> Value | None:  # fmt: skip
        annotation = self.engine.evaluate(argument.annotation, frame) if argument.annotation is not None else None
        marks = [default] if default is not None else []
        inner = annotation
        if annotation is not None and annotation.dotted.endswith("Annotated") and annotation.args:
            inner = annotation.args[0]
            marks = [*annotation.args[1:], *marks]
        for mark in marks:
            if mark.dotted in {"fastapi.Depends", "fastapi.Security", "fastapi.params.Depends", "fastapi.param_functions.Depends"}:
                target = mark.argument(0, "dependency") or inner
                return self.dependency(replace(mark, args=(target,)) if target is not None else mark, path, guards, limits, "route", inner)
        where = next((_SOURCES[mark.dotted.rsplit(".", 1)[-1]] for mark in marks if mark.dotted.startswith("fastapi.")
                      and mark.dotted.rsplit(".", 1)[-1] in _SOURCES), "")  # fmt: skip
        value, where = self._request_value(argument.arg, inner, where, path, method)
        if value is not None and parameters is not None and where:
            shown = ast.unparse(argument.annotation) if argument.annotation is not None else ""
            parameters.append(Parameter(argument.arg, where, shown, place_of(frame.module, argument)))
        bound = next((each for mark in marks if (each := mark.keyword("le") or mark.keyword("lt")) is not None), None)
        return value.with_labels({"bounded"}) if value is not None and bound is not None else value

    def _request_value(self, name: str, inner: Value | None, where: str, path: str, method: str) -> tuple[Value | None, str]:
        plain = _core(inner)
        if plain is not None and plain.dotted.endswith("UploadFile"):
            return Value("instance", "fastapi.UploadFile", labels=frozenset({f"file:{name}"}), text=True), "file"
        if plain is not None and plain.dotted.startswith(_OUTSIDE):
            return Value("instance", "fastapi.Request" if plain.dotted.endswith(".Request") else plain.dotted), ""
        if plain is not None and plain.dotted.endswith("OAuth2PasswordRequestForm"):
            return Value("instance", plain.dotted, labels=frozenset({"form:"}), text=True), "form"
        if "{" + name + "}" in path or "{" + name + ":" in path:
            return Value("unknown", labels=frozenset({f"path:{name}"}), text=holds_text(self.engine, inner)), "path"
        schema = plain.cls if plain is not None and plain.kind == "class" else None
        if plain is not None and schema is not None and not self.engine.models.is_a(schema, "enum.Enum", "enum.StrEnum", "enum.IntEnum"):
            label = {"query": "query:", "form": "form:"}.get(where, "body")
            return Value("instance", plain.ref, labels=frozenset({label}), text=True), where or "body"
        dictionary = plain is not None and plain.dotted in {"builtins.dict", "typing.Dict", "typing.Any", "builtins.list", "typing.List"}
        if where == "body" and plain is not None and not dictionary:
            return Value("unknown", labels=frozenset({f"body:{name}"}), text=holds_text(self.engine, inner)), "body"
        if where == "body" or (dictionary and method in {"POST", "PUT", "PATCH"}):
            return Value("unknown", "untyped", labels=frozenset({"body", UNTYPED}), text=True), "body"
        if plain is not None and plain.dotted and not plain.dotted.startswith(("builtins", "typing", "uuid", "datetime", "decimal", "pydantic", "enum")):
            return typed(plain), ""
        label = f"{where or 'query'}:{name}" if where != "cookie" else f"header:cookie:{name}"
        return Value("unknown", labels=frozenset({label}), text=holds_text(self.engine, inner)), where or "query"

    def dependency(self, value: Value, path: str, guards: list[Guard], limits: list[str], level: str, inner: Value | None = None) -> Value:
        """Follow a dependency with its own dependencies; what it returns may be the caller."""
        target = value.argument(0, "dependency")
        if target is None:
            return Value("unknown")
        if target.dotted.endswith(_FORMS):
            return Value("instance", target.dotted, labels=frozenset({"form:"}), text=True)
        if target.dotted.startswith("fastapi.security."):
            optional = (flag := target.keyword("auto_error")) is not None and flag.ref is False
            kind = "" if optional else "authentication"
            guards.append(Guard(target.dotted.rsplit(".", 1)[-1], level, _place(target), (), kind))
            return Value("unknown", labels=frozenset({"credential:scheme"}), text=True)
        if target.dotted.startswith(LIMITS):
            limits.append(target.dotted)
        if target.dotted.startswith(_LOGINS):
            guards.append(Guard(target.dotted, level, _place(target), (), "authentication"))
            return Value("unknown", labels=frozenset({CALLER}))
        function = self._callable(target)
        if function is None:
            return self._class_dependency(target, path, guards, limits, inner)
        given = self.given(function, path, "GET", guards, limits, None)
        result, events, _ = self.engine.follow(function, (), tuple(given.items()), 1)
        caller = _identifies(events)
        guards.append(Guard(function.name, level, place_of(function.module, function.node), events, "authentication" if caller else ""))
        if any(429 in each.event.statuses for each in flatten(events)):
            limits.append(function.name)
        if inner is not None and result.kind in {"unknown", "constant"} and not names_caller(result.labels) and not result.labels:
            result = typed(inner)
        return result.with_labels({CALLER}) if caller or names_caller(result.labels) else result

    def _callable(self, target: Value) -> Function | None:
        if target.function is not None:
            return target.function
        if target.kind == "instance" and target.cls is not None:
            found = self.engine.member(target.cls, "__call__")
            if found is not None and found.function is not None:
                return replace(found.function, receiver=target)
        return None

    def _class_dependency(self, target: Value, path: str, guards: list[Guard], limits: list[str], inner: Value | None) -> Value:
        if target.cls is None or target.kind != "class":
            if inner is not None:
                return typed(inner)
            return Value("unknown")
        maker = self.engine.member(target.cls, "__init__")
        if maker is not None and maker.function is not None:
            given = self.given(replace(maker.function, receiver=target), path, "GET", guards, limits, None)
            return Value("instance", target.cls, named=tuple(given.items()))
        return Value("instance", target.cls, labels=frozenset({"query:"}), text=True)


def _identifies(events: tuple[Event, ...]) -> bool:
    """Whether a dependency refuses strangers: a refusal of 401 or 403 that depends on a credential."""
    for each in flatten(events):
        event = each.event
        if event.kind == "refuse" and event.statuses & {0, 302, 303, 307, 401, 403}:
            headers = any(label.startswith(("header:", "credential:")) for label in event.labels)
            if headers or names_caller(event.labels):
                return True
    return False


def _place(value: Value) -> Place:
    return place_of(value.module, value.node) if value.module is not None else Place("", 1)


def _core(annotation: Value | None) -> Value | None:
    """The type inside of Optional, Annotated and unions with None."""
    if annotation is None:
        return None
    if annotation.kind == "instance" and annotation.dotted.rsplit(".", 1)[-1] in {"Optional", "Annotated", "Union"} and annotation.args:
        return _core(annotation.args[0])
    if annotation.kind == "instance" and annotation.dotted:
        return Value("external", annotation.dotted)
    return annotation
