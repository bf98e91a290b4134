"""Starlette: routes and mounts in lists, endpoints as classes, `@requires`, middleware at every level."""
from __future__ import annotations

import ast

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Picture
from bedplate.checklist.review.readers.survey import arguments, elements_of, listed, words
from bedplate.checklist.review.readers.table import Calls, add, constructed, guard_of, joined_path, wrapper_of
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Class, Value

__all__ = ["read"]

_APPS = ("starlette.applications.Starlette", "starlette.routing.Router")
_METHODS = ("get", "post", "put", "patch", "delete")


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the routes of all applications that no other one mounts."""
    _Reader(engine, modules, picture).read()


class _Reader:
    """Guards which applications are mounted, and what is added to each by calls and decorators."""

    def __init__(self, engine: Reading, modules: list[Module], picture: Picture) -> None:
        self.engine = engine
        self.picture = picture
        self.frame = engine.frame_of(modules[0])
        self.calls = Calls(engine, modules)
        self.added: dict[int, list[Value]] = {}

    def read(self) -> None:
        for module, call, frame, name in self.calls.methods("mount", "add_route"):
            self._added(module, call, frame, name)
        self._decorated()
        apps = {id(app.node): app for app in constructed(self.calls, *_APPS)}
        inner = {id(option.node) for app in apps.values() for option in self._below(app)}
        for key, app in apps.items():
            if key not in inner:
                self._application(app, "", [])

    def _added(self, module: Module, call: ast.Call, frame: Frame, name: str) -> None:
        assert isinstance(call.func, ast.Attribute)
        args, named = arguments(self.engine, call, frame)
        kind = "starlette.routing.Mount" if name == "mount" else "starlette.routing.Route"
        for owner in self.engine.evaluate(call.func.value, frame).options():
            if owner.dotted in _APPS:
                self.added.setdefault(id(owner.node), []).append(Value("instance", kind, args, tuple(named.items()), node=call, module=module))

    def _decorated(self) -> None:
        """`@app.route(path, methods=…)`."""
        for each in self.calls.decorated:
            for decorator in each.node.decorator_list:
                if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr == "route"):
                    continue
                args, named = arguments(self.engine, decorator, each.frame)
                handler = self.engine.evaluate(ast.Name(each.node.name, ast.Load()), each.frame)
                for owner in self.engine.evaluate(decorator.func.value, each.frame).options():
                    if owner.dotted in _APPS:
                        made = Value("instance", "starlette.routing.Route", (*args, handler), tuple(named.items()), node=decorator, module=each.module)
                        self.added.setdefault(id(owner.node), []).append(made)

    def _below(self, app: Value) -> list[Value]:
        found: list[Value] = []
        for route in self._routes(app):
            if route.dotted.endswith(".Mount"):
                inner = route.argument(1, "app")
                found += list(inner.options()) if inner is not None else []
        return found

    def _routes(self, owner: Value) -> list[Value]:
        position = 1 if owner.dotted.endswith("Starlette") else 0
        given = owner.keyword("routes") if owner.dotted.endswith("Mount") else owner.argument(position, "routes")
        return [option for each in (*elements_of(given), *self.added.get(id(owner.node), [])) for option in each.options()]

    def _application(self, owner: Value, prefix: str, guards: list[Guard], depth: int = 0) -> None:
        inside = [*guards, *self._middleware(owner, "application" if depth == 0 else "mount")]
        for route in self._routes(owner):
            path = words(route.argument(0, "path"))
            if path is None:
                self.picture.unread.append((place_of(route.module or self.frame.module, route.node), "the path of the route is not a constant"))
                path = "{path}"
            if route.dotted.endswith(".Mount") and depth < 8:
                inner = route.argument(1, "app")
                for target in (inner.options() if inner is not None else (route,)):
                    known = target if target.dotted in _APPS else route
                    self._application(known, joined_path(prefix, path), [*inside, *self._middleware(route, "mount")], depth + 1)
            elif route.dotted.endswith((".Route", ".WebSocketRoute")):
                self._route(route, joined_path(prefix, path), inside)

    def _middleware(self, owner: Value, level: str) -> list[Guard]:
        found = [option for each in elements_of(owner.keyword("middleware")) for option in each.options()]
        return [guard_of(self.engine, each.args[0], level, self.frame) for each in found if each.args]

    def _route(self, route: Value, path: str, guards: list[Guard]) -> None:
        handler = route.argument(1, "endpoint")
        for target in handler.options() if handler is not None else ():
            own = [*guards, *self._middleware(route, "route")]
            if target.kind == "class" and target.cls is not None:
                self._endpoint(target.cls, path, own)
                continue
            socket = route.dotted.endswith("WebSocketRoute")
            methods = ["WEBSOCKET"] if socket else listed(route.keyword("methods")) or ["GET"]
            required = self._required(target, self.engine.frame_of(target.function.module)) if target.function is not None else []
            add(self.engine, self.picture, "starlette", methods, path, target, self.frame, guards=[*own, *required])

    def _endpoint(self, cls: Class, path: str, guards: list[Guard]) -> None:
        """A class of handlers: one for each method that it has."""
        for method in _METHODS:
            found = self.engine.member(cls, method)
            if found is not None and found.function is not None:
                required = self._required(found, self.engine.frame_of(cls.module))
                add(self.engine, self.picture, "starlette", [method], path, found, self.frame, guards=[*guards, *required])

    def _required(self, target: Value, frame: Frame) -> list[Guard]:
        """`@requires("authenticated")` and decorators of the program."""
        node = target.function.node if target.function is not None else None
        found: list[Guard] = []
        for decorator in [] if node is None or isinstance(node, ast.Lambda) else node.decorator_list:
            value = self.engine.evaluate(decorator, frame)
            if value.dotted == "starlette.authentication.requires":
                found.append(Guard("requires", "route", place_of(frame.module, decorator), (), "authentication"))
            elif value.function is not None:
                found.append(wrapper_of(self.engine, value, target, "route", frame))
        return found
