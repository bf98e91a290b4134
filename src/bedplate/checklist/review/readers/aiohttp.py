"""aiohttp's server: route tables, `add_get` and its like, lists of routes, class-based views, applications below applications."""
from __future__ import annotations

import ast

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Picture
from bedplate.checklist.review.readers.survey import arguments, elements_of, words
from bedplate.checklist.review.readers.table import Calls, add, constructed, guard_of, joined_path, wrapper_of
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Value

__all__ = ["read"]

_APP = "aiohttp.web.Application"
_TABLE = "aiohttp.web.RouteTableDef"
_METHODS = ("get", "post", "put", "patch", "delete", "head", "view")
_ADDERS = {f"add_{name}": name for name in (*_METHODS, "route")}


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the routes of all applications, as mounted."""
    reader = _Reader(engine, modules, picture)
    for app in constructed(reader.calls, _APP):
        reader.application(app)


class _Reader:
    """Guards what was added to which application, and where an application stands below another one."""

    def __init__(self, engine: Reading, modules: list[Module], picture: Picture) -> None:
        self.engine = engine
        self.picture = picture
        self.frame = engine.frame_of(modules[0])
        self.calls = Calls(engine, modules)
        self.routes: dict[int, list[Value]] = {}
        self.above: dict[int, list[tuple[Value, str]]] = {}
        for module, call, frame, name in self.calls.methods(*_ADDERS, "add_routes", "add_subapp"):
            self._added(module, call, frame, name)
        self._decorated()

    def _added(self, module: Module, call: ast.Call, frame: Frame, name: str) -> None:
        assert isinstance(call.func, ast.Attribute)
        receiver = call.func.value
        if isinstance(receiver, ast.Attribute) and receiver.attr == "router":
            receiver = receiver.value
        args, named = arguments(self.engine, call, frame)
        for owner in self.engine.evaluate(receiver, frame).options():
            if owner.dotted != _APP:
                continue
            if name == "add_subapp" and len(args) > 1:
                for option in args[1].options():
                    self.above.setdefault(id(option.node), []).append((owner, words(args[0]) or "{prefix}"))
            elif name == "add_routes":
                for option in args[0].options() if args else ():
                    self.routes.setdefault(id(owner.node), []).extend([option] if option.dotted == _TABLE else [*elements_of(option)])
            elif name in _ADDERS:
                made = Value("instance", f"aiohttp.web.{_ADDERS[name]}", args, tuple(named.items()), node=call, module=module)
                self.routes.setdefault(id(owner.node), []).append(made)

    def _decorated(self) -> None:
        """`@routes.get(path)` on a function or a class of views."""
        for each in self.calls.decorated:
            for decorator in each.node.decorator_list:
                if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in {*_METHODS, "route"}:
                    args, named = arguments(self.engine, decorator, each.frame)
                    handler = self.engine.evaluate(ast.Name(each.node.name, ast.Load()), each.frame)
                    for owner in self.engine.evaluate(decorator.func.value, each.frame).options():
                        if owner.dotted == _TABLE:
                            made = Value("instance", f"aiohttp.web.{decorator.func.attr}", (*args, handler), tuple(named.items()), node=decorator, module=each.module)
                            self.routes.setdefault(id(owner.node), []).append(made)

    def application(self, app: Value) -> None:
        """All routes of one application, at each place where it stands."""
        for prefix, guards in self._lines(app, 0):
            for route in self.routes.get(id(app.node), []):
                for one in self.routes.get(id(route.node), []) if route.dotted == _TABLE else [route]:
                    self._route(one, prefix, guards)

    def _lines(self, app: Value, depth: int) -> list[tuple[str, list[Guard]]]:
        given = app.keyword("middlewares")
        own = [guard_of(self.engine, option, "application", self.frame) for each in elements_of(given) for option in each.options()]
        found: list[tuple[str, list[Guard]]] = []
        for owner, prefix in self.above.get(id(app.node), []):
            found += [(joined_path(before, prefix), [*guards, *own]) for before, guards in (self._lines(owner, depth + 1) if depth < 8 else [])]
        return found or [("", own)]

    def _route(self, route: Value, prefix: str, guards: list[Guard]) -> None:
        name = route.dotted.rsplit(".", 1)[-1]
        first = 1 if name == "route" else 0
        path, handler = words(route.argument(first, "path")), route.argument(first + 1, "handler")
        if path is None:
            self.picture.unread.append((place_of(route.module or self.frame.module, route.node), "the path of the route is not a constant"))
        whole = joined_path(prefix, path if path is not None else "{path}")
        for target in handler.options() if handler is not None else ():
            if target.kind == "class" and target.cls is not None:
                for method in ("get", "post", "put", "patch", "delete"):
                    found = self.engine.member(target.cls, method)
                    if found is not None and found.function is not None:
                        add(self.engine, self.picture, "aiohttp", [method], whole, found, self.frame, guards=[*guards, *self._wrapped(found)])
                continue
            said = str(route.args[0].ref) if name == "route" and route.args else name
            add(self.engine, self.picture, "aiohttp", ["ANY" if said == "*" else said], whole, target, self.frame, guards=[*guards, *self._wrapped(target)])

    def _wrapped(self, target: Value) -> list[Guard]:
        """Decorators of the program around the handler."""
        function = target.function
        if function is None or isinstance(function.node, ast.Lambda):
            return []
        frame = self.engine.frame_of(function.module)
        found = [self.engine.evaluate(each, frame) for each in function.node.decorator_list if not _registers(each)]
        return [wrapper_of(self.engine, each, target, "route", frame) for each in found if each.function is not None]


def _registers(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in {*_METHODS, "route"}
