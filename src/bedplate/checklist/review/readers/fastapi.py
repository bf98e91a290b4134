"""FastAPI: routers, includes, prefixes, dependencies at every level, and `Annotated` aliases."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bedplate.checklist.item import Place
from bedplate.checklist.review.bindings import Imported, bind
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Parameter, Picture, Route, Setting
from bedplate.checklist.review.readers.fastapi_inputs import LIMITS, Inputs
from bedplate.checklist.review.readers.survey import arguments, elements_of
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.trace import Event, flatten
from bedplate.checklist.review.value import CALLER, Function, Value, constant

__all__ = ["read"]

_METHODS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "api_route"})
_ROUTERS = ("fastapi.APIRouter", "fastapi.FastAPI", "fastapi.routing.APIRouter", "fastapi.applications.FastAPI")


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
        self.inputs = Inputs(engine)
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
            for call in _calls_of("Middleware", node, module):
                args, named = arguments(self.engine, call, frame)
                if args:
                    self._middleware(args, named, call, module)
            for call in _calls_of("FastAPI", node, module):
                args, named = arguments(self.engine, call, frame)
                made = Value("instance", "fastapi.FastAPI", args, tuple(named.items()), node=call)
                self.picture.settings.append(Setting("fastapi.FastAPI", made, place_of(module, call)))
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
        args, named = arguments(self.engine, node, frame)
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
        prefix = named.get("prefix") or (args[0] if how == "mount" and args else None)
        dependencies = elements_of(named.get("dependencies")) if how == "include_router" else ()
        documented = not ((hidden := named.get("include_in_schema")) and hidden.ref is False)
        for option in child.options():
            if option.node is not None and _is_router(self.engine, option):
                words = "" if prefix is None else said if (said := _constant(prefix)) is not None else "{prefix}"
                parent = id(receiver.node) if receiver.node is not None and how == "include_router" else None
                self.mounts.setdefault(id(option.node), []).append(_Mount(parent, words, (*dependencies,), documented))
                self.apps.add(id(receiver.node))
                self._routers[id(receiver.node)] = receiver

    def _middleware(self, args: tuple[Value, ...], named: dict[str, Value], node: ast.Call, module: Module) -> None:
        value = Value("instance", args[0].ref, args[1:], tuple(named.items()), node=node, module=module)
        place = place_of(module, node)
        self.picture.settings.append(Setting(value.dotted or (value.cls.name if value.cls else ""), value, place))
        if value.dotted.startswith(LIMITS):
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
        args, named = arguments(self.engine, decorator, frame)
        function = Function(module, node, None, None, frame.names or None)
        if name == "middleware":
            self._follow_middleware(function)
            return
        if name == "exception_handler":
            if args:
                self._exception(args[0], Value("function", function))
            return
        path = _constant(args[0] if args else named.get("path"))
        if path is None:
            self.picture.unread.append((place_of(module, decorator), "the path of the route is not a constant"))
            path = "{path}"
        methods = [name.upper()] if name != "api_route" else [str(each.ref) for each in elements_of(named.get("methods"))] or ["GET"]
        for prefix, dependencies, documented in self._mounted(router, 0):
            for method in methods:
                self._route(method, prefix + path, function, router, named, (*dependencies, *elements_of(named.get("dependencies"))), below,
                            frame, documented)  # fmt: skip

    def _mounted(self, router: Value, depth: int) -> list[tuple[str, tuple[Value, ...], bool]]:
        """Each way to the router: the whole prefix, and the dependencies of all levels."""
        words = _constant(router.keyword("prefix")) or ""
        own = elements_of(router.keyword("dependencies"))
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
            self.inputs.dependency(value, path, guards, limits, "router")
        parameters: list[Parameter] = []
        given = self.inputs.given(function, path, method, guards, limits, parameters)
        target = Value("function", function)
        for decorator in reversed(below):
            maker = engine.evaluate(decorator, frame)
            name = maker.dotted
            if name.startswith(LIMITS) or name.endswith(".limit"):
                limits.append(name)
            elif name == "starlette.authentication.requires":
                guards.extend(_required(maker, place_of(function.module, decorator)))
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


def _required(maker: Value, place: Place) -> list[Guard]:
    """Starlette's own decorator: strangers are refused by `authenticated`, accounts by any other scope."""
    given = maker.argument(0, "scopes")
    scopes = {each.ref for each in (given.args if given is not None and given.kind == "sequence" else (given,)) if each is not None}
    labels = frozenset({CALLER, "claim:scopes"}) if scopes - {"authenticated"} else frozenset({CALLER})
    refusal = Event("refuse", place, "requires", labels=labels, statuses=frozenset({403}), nearest=labels)
    return [Guard("starlette.authentication.requires", "route", place, (refusal,), "authentication")]


def _calls_of(imported: str, node: ast.stmt, module: Module) -> Iterator[ast.Call]:
    """Calls of an imported name within a statement: `Middleware(Kind, …)` in the list that an application is made with."""
    names = {name for name, found in module.bindings.items() for each in found if isinstance(each, Imported) and each.attribute == imported}
    if names and isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
        yield from (each for each in ast.walk(node.value) if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in names)


def _constant(value: Value | None) -> str | None:
    """A text that stands in the source; the name of something in a library that could not be found is none."""
    return value.ref if value is not None and value.kind == "constant" and isinstance(value.ref, str) else None


def _is_router(engine: Reading, value: Value) -> bool:
    if value.dotted in _ROUTERS:
        return value.kind == "instance"
    return value.kind == "instance" and value.cls is not None and engine.models.is_a(value.cls, *_ROUTERS)


def _blocks(node: ast.stmt) -> list[list[ast.stmt]]:
    if isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
        return [node.body, node.orelse]
    if isinstance(node, ast.With | ast.AsyncWith | ast.ClassDef):
        return [node.body]
    return [node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody] if isinstance(node, ast.Try) else []
