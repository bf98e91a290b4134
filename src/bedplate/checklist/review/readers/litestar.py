"""Litestar: decorated handlers, controllers and routers below an application, guards and dependencies at every level."""
from __future__ import annotations

import ast

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Picture
from bedplate.checklist.review.readers.survey import arguments, elements_of, words
from bedplate.checklist.review.readers.table import Calls, add, constructed, guard_of, joined_path, parameters_of
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Class, Function, Value

__all__ = ["read"]

_APPS = ("litestar.Litestar", "litestar.app.Litestar")
_ROUTERS = ("litestar.Router", "litestar.router.Router")
_CONTROLLERS = ("litestar.Controller", "litestar.controller.Controller")
_METHODS = {"get": ("GET",), "post": ("POST",), "put": ("PUT",), "patch": ("PATCH",), "delete": ("DELETE",), "head": ("HEAD",), "websocket": ("WEBSOCKET",)}
_STANDING = frozenset({"self", "request", "state", "headers", "cookies", "query", "scope", "socket"})


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the routes below each application."""
    frame = engine.frame_of(modules[0])
    reader = _Reader(engine, picture, frame)
    for app in constructed(Calls(engine, modules), *_APPS):
        level = reader.level(app, "application", [], frozenset(), ())
        for each in elements_of(app.argument(0, "route_handlers")):
            for option in each.options():
                reader.below(option, words(app.keyword("path")) or "", *level)


class _Reader:
    """Goes down from an application. What a level adds holds for all below it."""

    def __init__(self, engine: Reading, picture: Picture, frame: Frame) -> None:
        self.engine = engine
        self.picture = picture
        self.frame = frame

    def level(self, owner: Value, name: str, guards: list[Guard], provided: frozenset[str], limits: tuple[str, ...]
              ) -> tuple[list[Guard], frozenset[str], tuple[str, ...]]:  # fmt: skip
        """Guards, names of dependencies and limits, with those that this level adds."""
        given = {key: owner.keyword(key) for key in ("guards", "dependencies", "middleware")}
        return self._level(given, name, guards, provided, limits)

    def _level(self, given: dict[str, Value | None], name: str, guards: list[Guard], provided: frozenset[str], limits: tuple[str, ...]
               ) -> tuple[list[Guard], frozenset[str], tuple[str, ...]]:  # fmt: skip
        own = [guard_of(self.engine, each, name, self.frame) for each in elements_of(given["guards"])]
        wrapped = [option for each in elements_of(given["middleware"]) for option in each.options()]
        limited = tuple(each.dotted for each in wrapped if "rate_limit" in each.dotted.lower() or "RateLimit" in each.dotted)
        dependencies = given["dependencies"]
        names = frozenset(key for key, _ in dependencies.named) if dependencies is not None else frozenset[str]()
        others = [guard_of(self.engine, each.args[0] if each.args and each.dotted.endswith("DefineMiddleware") else each, name, self.frame)
                  for each in wrapped if each.dotted not in limited]  # fmt: skip
        return [*guards, *(Guard(each.name, each.level, each.place, (), "authentication") for each in own), *others], provided | names, (*limits, *limited)

    def below(self, value: Value, prefix: str, guards: list[Guard], provided: frozenset[str], limits: tuple[str, ...], depth: int = 0) -> None:
        """A handler, a controller or a router."""
        if depth > 8:
            return
        if value.dotted in _ROUTERS:
            level = self.level(value, "router", guards, provided, limits)
            path = joined_path(prefix, words(value.argument(0, "path")) or "")
            for each in elements_of(value.keyword("route_handlers") or value.argument(1, "route_handlers")):
                for option in each.options():
                    self.below(option, path, *level, depth + 1)
        elif value.kind == "class" and value.cls is not None and self.engine.models.is_a(value.cls, *_CONTROLLERS):
            self._controller(value.cls, prefix, guards, provided, limits)
        elif value.function is not None:
            self._handler(value.function, prefix, guards, provided, limits)

    def _controller(self, cls: Class, prefix: str, guards: list[Guard], provided: frozenset[str], limits: tuple[str, ...]) -> None:
        given = {key: self.engine.member(cls, key) for key in ("guards", "dependencies", "middleware")}
        level = self._level(given, "controller", guards, provided, limits)
        path = joined_path(prefix, words(self.engine.member(cls, "path")) or "")
        for node in cls.node.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.decorator_list:
                self._handler(Function(cls.module, node, cls), path, *level)

    def _handler(self, function: Function, prefix: str, guards: list[Guard], provided: frozenset[str], limits: tuple[str, ...]) -> None:
        frame = self.engine.frame_of(function.module)
        for decorator in [] if isinstance(function.node, ast.Lambda) else function.node.decorator_list:
            maker = self.engine.evaluate(decorator.func, frame) if isinstance(decorator, ast.Call) else Value("unknown")
            name = maker.dotted.rsplit(".", 1)[-1]
            if not isinstance(decorator, ast.Call) or not maker.dotted.startswith("litestar") or name not in {*_METHODS, "route"}:
                continue
            args, named = arguments(self.engine, decorator, frame)
            own = Value("instance", maker.dotted, args, tuple(named.items()))
            whole, known, limited = self.level(own, "route", guards, provided, limits)
            methods = _METHODS.get(name) or [str(each.ref) for each in elements_of(named.get("http_method"))] or ["GET"]
            given = named.get("path") or (args[0] if args else None)
            for each in elements_of(given) or ([given] if given is not None else [Value("constant", "")]):
                said = words(each)
                if said is None:
                    self.picture.unread.append((place_of(function.module, decorator), "the path of the route is not a constant"))
                path = joined_path(prefix, said if said is not None else "{path}")
                hidden = named.get("include_in_schema")
                add(self.engine, self.picture, "litestar", methods, path, Value("function", function), frame, guards=whole, limits=limited,
                    parameters=parameters_of(function, path, "data", known | _STANDING), documented=hidden is None or hidden.ref is not False)  # fmt: skip
