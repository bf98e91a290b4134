"""Django Ninja: operations on an API and its routers, `auth` and `throttle` at every level, mounted by a URL pattern."""
from __future__ import annotations

import ast

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Picture
from bedplate.checklist.review.readers.survey import Decorated, arguments, elements_of, words
from bedplate.checklist.review.readers.table import Calls, add, handler_of, joined_path, parameters_of
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Function, Value

__all__ = ["read"]

_APIS = ("ninja.NinjaAPI", "ninja.main.NinjaAPI")
_ROUTERS = ("ninja.Router", "ninja.router.Router")
_METHODS = ("get", "post", "put", "patch", "delete")
_SCHEMAS = ("ninja.Schema", "ninja.schema.Schema", "ninja.ModelSchema", "ninja.orm.ModelSchema", "pydantic.BaseModel")


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the operations of all APIs, as mounted."""
    reader = _Reader(engine, modules, picture)
    for each in reader.calls.decorated:
        reader.operation(each)


class _Reader:
    """Guards where each router is mounted: the owner above it, the prefix, and the `auth` given there."""

    def __init__(self, engine: Reading, modules: list[Module], picture: Picture) -> None:
        self.engine = engine
        self.picture = picture
        self.calls = Calls(engine, modules)
        self.above: dict[int, list[tuple[Value, str, Value | None]]] = {}
        self.prefixes: dict[int, list[str]] = {}
        for _, call, frame, _ in self.calls.methods("add_router"):
            self._mounted(call, frame)
        for _, call, frame in self.calls.found:
            self._pattern(call, frame)

    def _mounted(self, call: ast.Call, frame: Frame) -> None:
        assert isinstance(call.func, ast.Attribute)
        args, named = arguments(self.engine, call, frame)
        prefix, router = words(named.get("prefix") or (args[0] if args else None)), named.get("router") or (args[1] if len(args) > 1 else None)
        if router is not None and isinstance(router.ref, str) and router.kind == "constant":  # by its dotted name
            folder, _, name = router.ref.rpartition(".")
            module = self.engine.program.find(folder, frame.module)
            router = self.engine.global_name(module, name) if module is not None else None
        for owner in self.engine.evaluate(call.func.value, frame).options():
            for option in router.options() if router is not None else ():
                self.above.setdefault(id(option.node), []).append((owner, prefix or "", named.get("auth")))

    def _pattern(self, call: ast.Call, frame: Frame) -> None:
        """`path("api/", api.urls)`."""
        if len(call.args) > 1 and isinstance(call.args[1], ast.Attribute) and call.args[1].attr == "urls":
            for owner in self.engine.evaluate(call.args[1].value, frame).options():
                if owner.dotted in _APIS:
                    self.prefixes.setdefault(id(owner.node), []).append(words(self.engine.evaluate(call.args[0], frame)) or "")

    def operation(self, each: Decorated) -> None:
        """A function behind `@api.get(path)` or `@router.post(path)`."""
        if isinstance(each.node, ast.ClassDef):
            return
        for decorator in each.node.decorator_list:
            if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in {*_METHODS, "api_operation"}):
                continue
            args, named = arguments(self.engine, decorator, each.frame)
            methods = [decorator.func.attr] if decorator.func.attr in _METHODS else [str(one.ref) for one in elements_of(args[0] if args else None)]
            said = named.get("path") or (args[0 if decorator.func.attr in _METHODS else 1] if args else None)
            for owner in self.engine.evaluate(decorator.func.value, each.frame).options():
                if owner.dotted in (*_APIS, *_ROUTERS):
                    self._route(each, decorator, owner, methods, said, named)

    def _route(self, each: Decorated, decorator: ast.Call, owner: Value, methods: list[str], said: Value | None, named: dict[str, Value]) -> None:
        assert not isinstance(each.node, ast.ClassDef)
        path = words(said)
        if path is None:
            self.picture.unread.append((place_of(each.module, decorator), "the path of the route is not a constant"))
        function = Function(each.module, each.node)
        for prefix, auth, throttle in self._lines(owner, 0):
            found = named.get("auth", auth)
            slow = named.get("throttle") or throttle
            limits = tuple(handler_of(one)[0] for one in (elements_of(slow) or slow.options() if slow is not None else ()))
            whole = joined_path(prefix, path if path is not None else "{path}")
            shown = named.get("include_in_schema")
            add(self.engine, self.picture, "ninja", methods, whole, Value("function", function), each.frame, guards=self._guards(found, each.frame), limits=limits,
                parameters=parameters_of(function, whole, self._body(each)), model=named.get("response"), documented=shown is None or shown.ref is not False)  # fmt: skip

    def _lines(self, owner: Value, depth: int) -> list[tuple[str, Value | None, Value | None]]:
        """Each way to the owner: the whole prefix, and the nearest `auth` and `throttle`."""
        auth, throttle = owner.keyword("auth"), owner.keyword("throttle")
        if owner.dotted in _APIS:
            return [(prefix, auth, throttle) for prefix in self.prefixes.get(id(owner.node), [""])]
        found: list[tuple[str, Value | None, Value | None]] = []
        for above, prefix, given in self.above.get(id(owner.node), []):
            for before, outer, slow in self._lines(above, depth + 1) if depth < 8 else ():
                found.append((joined_path(before, prefix), given or auth or outer, throttle or slow))
        return found or [("", auth, throttle)]

    def _guards(self, auth: Value | None, frame: Frame) -> list[Guard]:
        """`auth=None` opens an operation; everything else asks who is calling."""
        if auth is None or (auth.kind == "constant" and auth.ref is None):
            return []
        return [Guard(handler_of(one)[0], "operation", place_of(frame.module, one.node), (), "authentication") for one in elements_of(auth) or auth.options()]

    def _body(self, each: Decorated) -> str:
        """The parameter whose type is a schema."""
        assert not isinstance(each.node, ast.ClassDef)
        for argument in each.node.args.args:
            kind = self.engine.evaluate(argument.annotation, self.engine.frame_of(each.module)) if argument.annotation is not None else None
            if kind is not None and kind.cls is not None and self.engine.models.is_a(kind.cls, *_SCHEMAS):
                return argument.arg
        return "payload"
