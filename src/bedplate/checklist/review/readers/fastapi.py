"""FastAPI: routers, includes, prefixes, dependencies at every level, and `Annotated` aliases."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bedplate.checklist.item import Place
from bedplate.checklist.review.bindings import Imported, bind
from bedplate.checklist.review.calls import typed
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.members import holds_text
from bedplate.checklist.review.picture import Guard, Parameter, Picture, Route, Setting
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.trace import Event, flatten
from bedplate.checklist.review.value import CALLER, UNTYPED, Class, Function, Value, constant, names_caller

__all__ = ["read"]

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "api_route"})
_ROUTERS = ("fastapi.APIRouter", "fastapi.FastAPI", "fastapi.routing.APIRouter", "fastapi.applications.FastAPI")
_SOURCES = {"Path": "path", "Query": "query", "Body": "body", "Form": "form", "Header": "header", "Cookie": "cookie", "File": "file"}
_OUTSIDE = ("fastapi.Request", "fastapi.Response", "starlette.", "fastapi.BackgroundTasks", "fastapi.WebSocket", "fastapi.requests.",
            "fastapi.responses.", "fastapi.security.SecurityScopes")  # fmt: skip
_LOGINS = ("fastapi_users.", "fastapi_login.", "fastapi_jwt_auth.", "fastapi_azure_auth.", "fastapi_keycloak.", "fastapi_sso.", "fief_client.")
_FORMS = (".OAuth2PasswordRequestForm", ".OAuth2PasswordRequestFormStrict")
_LIMITS = ("fastapi_limiter.", "slowapi.", "fastapi_throttle", "pyrate_limiter.", "limits.")


@dataclass(frozen=True)
class _Mount:
    """Where a router is included: the prefix and the dependencies that come with it."""

    parent: int | None
    prefix: str
    dependencies: tuple[Value, ...]
    documented: bool = True


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the routes and settings of all FastAPI applications in these modules."""
    reader = _Reader(engine, picture)
    for module in modules:
        bind(module)
        reader.survey(module)
    for module, node, frame in reader.handlers:
        reader.handler(module, node, frame)


class _Reader:
    """Guards what was found while the modules are surveyed: routers by the node that makes them, and where each is mounted."""

    def __init__(self, engine: Reading, picture: Picture) -> None:
        self.engine = engine
        self.picture = picture
        self.mounts: dict[int, list[_Mount]] = {}
        self.apps: set[int] = set()
        self.handlers: list[tuple[Module, ast.FunctionDef | ast.AsyncFunctionDef, Frame]] = []
        self.middleware: list[Guard] = []
        self.limiters: list[str] = []
        self._routers: dict[int, Value] = {}

    def survey(self, module: Module) -> None:
        self._block(module, module.tree.body, self.engine.frame_of(module))

    def _block(self, module: Module, body: list[ast.stmt], frame: Frame) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if node.decorator_list:
                    self.handlers.append((module, node, frame))
                inner = replace(frame, names=dict(frame.names), events=[])
                self._block(module, node.body, inner)
                continue
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom):
                self._local(node, frame)
            for call in self._calls(node):
                self._configuration(module, call, frame)
            for call in _middleware_values(node, module):
                args, named = _arguments(self.engine, call, frame)
                if args:
                    self._middleware(args, named, call, module)
            for block in _blocks(node):
                self._iteration(node, frame)
                self._block(module, block, frame)

    def _local(self, node: ast.stmt, frame: Frame) -> None:
        if node not in frame.module.tree.body:
            self.engine.execute([node], frame)

    def _iteration(self, node: ast.stmt, frame: Frame) -> None:
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            iterated = self.engine.evaluate(node.iter, frame)
            if iterated.args:
                frame.names[node.target.id] = Value("union", args=iterated.args)

    def _calls(self, node: ast.stmt) -> Iterator[ast.Call]:
        if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
            yield from (each for each in ast.walk(node.value) if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute))

    def _configuration(self, module: Module, node: ast.Call, frame: Frame) -> None:
        assert isinstance(node.func, ast.Attribute)
        if node.func.attr not in {"include_router", "add_middleware", "mount", "add_exception_handler", "add_api_route"}:
            return
        receivers = self.engine.evaluate(node.func.value, frame)
        args, named = _arguments(self.engine, node, frame)
        if node.func.attr == "add_middleware" and args:
            self._middleware(args, named, node, module)
        if node.func.attr == "add_exception_handler" and len(args) > 1:
            self._exception(args[0], args[1])
        if node.func.attr in {"include_router", "mount"}:
            for receiver in receivers.options():
                self._include(receiver, args, named, node.func.attr)

    def _include(self, receiver: Value, args: tuple[Value, ...], named: dict[str, Value], how: str) -> None:
        child = named.get("router") or named.get("app") or (args[0 if how == "include_router" else min(1, len(args) - 1)] if args else None)
        if child is None:
            return
        prefix = named.get("prefix") or (args[0] if how == "mount" else None)
        dependencies = _elements(named.get("dependencies")) if how == "include_router" else ()
        documented = not ((hidden := named.get("include_in_schema")) and hidden.ref is False)
        for option in child.options():
            if option.node is not None and _is_router(self.engine, option):
                words = prefix.ref if prefix is not None and isinstance(prefix.ref, str) else ("" if prefix is None else "{prefix}")
                parent = id(receiver.node) if receiver.node is not None and how == "include_router" else None
                self.mounts.setdefault(id(option.node), []).append(_Mount(parent, words, (*dependencies,), documented))
                self.apps.add(id(receiver.node))
                self._routers[id(receiver.node)] = receiver

    def _middleware(self, args: tuple[Value, ...], named: dict[str, Value], node: ast.Call, module: Module) -> None:
        value = Value("instance", args[0].ref, args[1:], tuple(named.items()), node=node, module=module)
        place = place_of(module, node)
        self.picture.settings.append(Setting(value.dotted or (value.cls.name if value.cls else ""), value, place))
        if value.dotted.startswith(_LIMITS):
            self.limiters.append(value.dotted)
        if value.cls is not None:
            for name in ("dispatch", "__call__"):
                found = self.engine.member(value.cls, name)
                if found is not None and found.function is not None:
                    self._follow_middleware(replace(found.function, receiver=value))
        elif value.function is not None:
            self._follow_middleware(value.function)

    def _follow_middleware(self, function: Function) -> None:
        request = Value("instance", "fastapi.Request")
        _, events, _ = self.engine.follow(function, (request, Value("unknown")), (), 1)
        at = place_of(function.module, function.node)
        refusals = [each.event for each in flatten(events) if each.event.kind == "refuse"]
        if any(event.statuses & {429} for event in refusals):
            self.limiters.append(function.name)
        kind = "authentication" if any(event.statuses & {401, 403} for event in refusals) else ""
        self.middleware.append(Guard(function.name, "middleware", at, events, kind))

    def _exception(self, cls: Value, handler: Value) -> None:
        function = handler.function
        if cls.cls is None or function is None:
            return
        for node in ast.walk(function.node):
            if isinstance(node, ast.keyword) and node.arg == "status_code":
                found = self.engine.evaluate(node.value, self.engine.frame_of(function.module))
                statuses = self.engine.statuses(Value("instance", "fastapi.HTTPException", (found,)))
                self.engine.ambient[f"handler:{id(cls.cls.node)}"] = constant(next(iter(statuses)))

    def handler(self, module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> None:
        """A decorated function: a route, a middleware, an exception handler, or none of these."""
        for index, decorator in enumerate(node.decorator_list):
            if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
                continue
            name = decorator.func.attr
            if name in _METHODS or name in {"middleware", "exception_handler"}:
                receiver = self.engine.evaluate(decorator.func.value, frame)
                for option in receiver.options():
                    if _is_router(self.engine, option):
                        self._decorated(module, node, frame, decorator, name, option, node.decorator_list[index + 1 :])

    def _decorated(self, module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame, decorator: ast.Call, name: str,
                   router: Value, below: list[ast.expr]) -> None:  # fmt: skip
        args, named = _arguments(self.engine, decorator, frame)
        function = Function(module, node, None, None, frame.names or None)
        if name == "middleware":
            self._follow_middleware(function)
            return
        if name == "exception_handler":
            if args:
                self._exception(args[0], Value("function", function))
            return
        path = args[0].ref if args and isinstance(args[0].ref, str) else named["path"].ref if "path" in named else None
        if not isinstance(path, str):
            self.picture.unread.append((place_of(module, decorator), "the path of the route is not a constant"))
            path = "{path}"
        methods = [name.upper()] if name != "api_route" else [str(each.ref) for each in _elements(named.get("methods"))] or ["GET"]
        for prefix, dependencies, documented in self._mounted(router, 0):
            for method in methods:
                self._route(method, prefix + path, function, router, named, (*dependencies, *_elements(named.get("dependencies"))), below,
                            frame, documented)  # fmt: skip

    def _mounted(self, router: Value, depth: int) -> list[tuple[str, tuple[Value, ...], bool]]:
        """Each way to the router: the whole prefix, and the dependencies of all levels."""
        own_prefix = router.keyword("prefix")
        words = own_prefix.ref if own_prefix is not None and isinstance(own_prefix.ref, str) else ""
        own = _elements(router.keyword("dependencies"))
        shown = not ((hidden := router.keyword("include_in_schema")) and hidden.ref is False)
        mounts = self.mounts.get(id(router.node), [])
        if not mounts or depth > 6:
            return [(words, own, shown)]
        found: list[tuple[str, tuple[Value, ...], bool]] = []
        for mount in mounts:
            parent = self._routers.get(mount.parent) if mount.parent is not None else None
            above = self._mounted(parent, depth + 1) if parent is not None else [("", (), True)]
            found.extend((p + mount.prefix + words, (*d, *mount.dependencies, *own), s and shown and mount.documented) for p, d, s in above)
        return list(dict.fromkeys(found))

    def _route(self, method: str, path: str, function: Function, router: Value, named: dict[str, Value], dependencies: tuple[Value, ...],
               below: list[ast.expr], frame: Frame, documented: bool) -> None:  # fmt: skip
        engine = self.engine
        engine.budget, engine.exhausted = 1500, False
        guards = list(self.middleware)
        limits = list(self.limiters)
        for value in dependencies:
            self._dependency(value, path, guards, limits, "router")
        parameters: list[Parameter] = []
        given = self._parameters(function, path, method, guards, limits, parameters)
        target = Value("function", function)
        for decorator in reversed(below):
            maker = engine.evaluate(decorator, frame)
            name = maker.dotted
            if name.startswith(_LIMITS) or name.endswith(".limit"):
                limits.append(name)
            elif maker.kind in {"function", "instance"} and not name:
                target = engine.call_value(maker, (target,), (), decorator, frame)
        for key, value in given.items():
            engine.ambient[f"parameter:{id(function.node)}:{key}"] = value
        result, events, _ = (
            engine.follow(target.function, (), tuple(given.items()), 1) if target.function is not None else (Value("unknown"), (), False)
        )
        returns = function.node.returns if not isinstance(function.node, ast.Lambda) else None
        model = named.get("response_model") or (engine.evaluate(returns, frame) if returns is not None else None)
        hidden = named.get("include_in_schema")
        route = Route("fastapi", method, path.replace("//", "/") or "/", function.name, place_of(function.module, function.node), function,
                      tuple(parameters), tuple(guards), events, result, model, isinstance(function.node, ast.AsyncFunctionDef),
                      f"{function.module.path}:{getattr(router.node, 'lineno', 0)}", documented and not (hidden and hidden.ref is False),
                      tuple(limits))  # fmt: skip
        self.picture.routes.append(replace(route, happenings=route.all()))
        if engine.exhausted:
            self.picture.unread.append((route.place, "the handler does too much to be followed to its end"))

    def _parameters(self, function: Function, path: str, method: str, guards: list[Guard], limits: list[str],
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
                return self._dependency(replace(mark, args=(target,)) if target is not None else mark, path, guards, limits, "route", inner)
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
        if plain is not None and plain.dotted.startswith(_OUTSIDE):
            ending = plain.dotted.rsplit(".", 1)[-1]
            if ending == "UploadFile":
                return Value("instance", "fastapi.UploadFile", labels=frozenset({f"file:{name}"}), text=True), "file"
            return Value("instance", "fastapi.Request" if ending == "Request" else plain.dotted), ""
        if plain is not None and plain.dotted.endswith("UploadFile"):
            return Value("instance", "fastapi.UploadFile", labels=frozenset({f"file:{name}"}), text=True), "file"
        if plain is not None and plain.dotted.endswith("OAuth2PasswordRequestForm"):
            return Value("instance", plain.dotted, labels=frozenset({"form:"}), text=True), "form"
        if "{" + name + "}" in path or "{" + name + ":" in path:
            return Value("unknown", labels=frozenset({f"path:{name}"}), text=holds_text(self.engine, inner)), "path"
        schema = plain is not None and plain.kind == "class" and isinstance(plain.ref, Class)
        if schema and plain is not None and not self.engine.models.is_a(plain.cls or _none(), "enum.Enum", "enum.StrEnum", "enum.IntEnum"):
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

    def _dependency(self, value: Value, path: str, guards: list[Guard], limits: list[str], level: str, inner: Value | None = None) -> Value:
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
        if target.dotted.startswith(_LIMITS):
            limits.append(target.dotted)
        if target.dotted.startswith(_LOGINS):
            guards.append(Guard(target.dotted, level, _place(target), (), "authentication"))
            return Value("unknown", labels=frozenset({CALLER}))
        function = self._callable(target)
        if function is None:
            return self._class_dependency(target, path, guards, limits, inner)
        before = len(guards)
        given = self._parameters(function, path, "GET", guards, limits, None)
        result, events, _ = self.engine.follow(function, (), tuple(given.items()), 1)
        caller = self._identifies(result, events, guards[before:])
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
            given = self._parameters(replace(maker.function, receiver=target), path, "GET", guards, limits, None)
            return Value("instance", target.cls, named=tuple(given.items()))
        return Value("instance", target.cls, labels=frozenset({"query:"}), text=True)

    def _identifies(self, result: Value, events: tuple[Event, ...], inner: list[Guard]) -> bool:
        """Whether a dependency refuses strangers: a refusal of 401 or 403 that depends on a credential."""
        for each in flatten(events):
            event = each.event
            if event.kind == "refuse" and event.statuses & {0, 302, 303, 307, 401, 403}:
                headers = any(label.startswith(("header:", "credential:")) for label in event.labels)
                if headers or names_caller(event.labels):
                    return True
        return False


def _middleware_values(node: ast.stmt, module: Module) -> Iterator[ast.Call]:
    """`Middleware(Kind, …)` in a list that an application is made with."""
    names = {name for name, found in module.bindings.items() for each in found if isinstance(each, Imported) and each.attribute == "Middleware"}
    if names and isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
        yield from (each for each in ast.walk(node.value) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in names)


def _none() -> Class:
    raise AssertionError("a class was expected")


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


def _is_router(engine: Reading, value: Value) -> bool:
    if value.dotted in _ROUTERS:
        return value.kind == "instance"
    return value.kind == "instance" and value.cls is not None and engine.models.is_a(value.cls, *_ROUTERS)


def _elements(value: Value | None) -> tuple[Value, ...]:
    return value.args if value is not None and value.kind == "sequence" else ()


def _arguments(engine: Reading, node: ast.Call, frame: Frame) -> tuple[tuple[Value, ...], dict[str, Value]]:
    args = tuple(engine.evaluate(each, frame) for each in node.args if not isinstance(each, ast.Starred))
    return args, {word.arg: engine.evaluate(word.value, frame) for word in node.keywords if word.arg}


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    if isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
        return [node.body, node.orelse]
    if isinstance(node, ast.With | ast.AsyncWith | ast.ClassDef):
        return [node.body]
    return [node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody] if isinstance(node, ast.Try) else []
