"""Views of Django: functions, classes and sets of views become one route for each method, followed from the library's entry to the answer."""
from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from bedplate.checklist.item import Place
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.members import STATE
from bedplate.checklist.review.picture import Guard, Parameter, Picture, Route
from bedplate.checklist.review.readers.django_events import told
from bedplate.checklist.review.readers.django_limits import limits_of, named_limit
from bedplate.checklist.review.readers.django_urls import Mounted, Registered
from bedplate.checklist.review.readers.survey import elements_of, listed
from bedplate.checklist.review.trace import Event, flatten
from bedplate.checklist.review.value import CALLER, Class, Function, Value, constant, fixed

__all__ = ["Views"]

_METHODS = ("get", "post", "put", "patch", "delete")
_ACTIONS = (("list", "GET", False), ("create", "POST", False), ("retrieve", "GET", True), ("update", "PUT", True), ("partial_update", "PATCH", True),
            ("destroy", "DELETE", True))  # fmt: skip
_RESTRICTIONS = {"require_POST": ["POST"], "require_GET": ["GET"], "require_safe": ["GET"]}
_CLASS_MARKS = {"permission_classes", "throttle_classes", "authentication_classes", "renderer_classes", "parser_classes", "throttle_scope"}


@dataclass
class _View:
    """One view at one path and method, before it is followed."""

    cls: Class
    path: str
    given: tuple[tuple[str, Value], ...]
    method: str
    name: str
    handler: Value
    function: Function
    place: Place
    action: str = ""
    overrides: dict[str, Value] = field(default_factory=dict[str, Value])
    outer: list[Value] = field(default_factory=list[Value])
    guards: list[Guard] = field(default_factory=list[Guard])
    limits: list[str] = field(default_factory=list[str])
    number: int = 0
    bound: bool = False


class Views:
    """Guards the picture that the routes go to, and a number that tells one route's objects from another's."""

    def __init__(self, engine: Reading, picture: Picture, guards: list[Guard], limits: list[str]) -> None:
        self.engine = engine
        self.picture = picture
        self.guards = guards
        self.limits = limits
        self.number = 0

    # --- what is mounted -------------------------------------------------------------------------------------------------------------
    def mounted(self, each: Mounted) -> None:
        """A pattern that names a function, `View.as_view()` or a library's view."""
        for view in each.view.options():
            cls = view.args[0].cls if view.ref == "as_view" and view.args else None
            if cls is not None:
                actions = view.argument(1, "actions")
                overrides = dict(view.named)
                if actions is not None and actions.named:
                    for method, action in actions.named:
                        self._class(cls, each, method.upper(), str(action.ref), overrides, cls)
                else:
                    self._class_view(cls, each, overrides)
            elif view.kind == "function" and view.function is not None:
                self._function(view.function, each)
            elif view.dotted:
                place = place_of(each.module, each.node)
                self.picture.routes.append(Route("django", "ANY", _absolute(each.path), view.dotted, place, None, (), (Guard("library", "view", place),), (),
                                                 view, None, False, each.module.path))  # fmt: skip
            else:
                self.picture.unread.append((place_of(each.module, each.node), "the view of the pattern could not be followed"))

    def _class_view(self, cls: Class, each: Mounted, overrides: dict[str, Value]) -> None:
        allowed = {word.lower() for word in listed(self.engine.member(cls, "http_method_names"))} or set(_METHODS)
        for method in _METHODS:
            if method in allowed and self.engine.member(cls, method) is not None:
                self._class(cls, each, method.upper(), method, overrides, cls)

    def registered(self, each: Registered) -> None:
        """The routes of a set of views below a router's prefix: the usual ones, and those of `@action`."""
        engine, cls = self.engine, each.cls
        key = self._text(cls, "lookup_url_kwarg") or self._text(cls, "lookup_field") or "pk"
        one = (*each.given, (key, Value("unknown", labels=frozenset({f"path:{key}"}), text=True)))
        allowed = {word.upper() for word in listed(engine.member(cls, "http_method_names"))}
        for action, method, detail in _ACTIONS:
            if engine.member(cls, action) is not None and (not allowed or method in allowed):
                path, given = (f"{each.prefix}{{{key}}}/", one) if detail else (each.prefix, each.given)
                self._class(cls, Mounted(path, given, Value("class", cls), (), each.module, each.node), method, action, {}, cls)
        for function, mark in self._extra(cls):
            said = mark.keyword("detail")
            detail = (said is not None and said.ref is True) or mark.dotted.endswith("detail_route")
            word = mark.keyword("url_path")
            path = word.ref.strip("/") if word is not None and isinstance(word.ref, str) else function.name
            mounted = Mounted(f"{each.prefix}{{{key}}}/{path}/" if detail else f"{each.prefix}{path}/", one if detail else each.given,
                              Value("class", cls), (), each.module, each.node)  # fmt: skip
            overrides = {name: value for name, value in mark.named if name not in {"detail", "methods", "url_path", "url_name", "name", "suffix"}}
            for method in listed(mark.keyword("methods")) or ["get"]:
                self._class(cls, mounted, method.upper(), function.name, overrides, cls)

    def _extra(self, cls: Class) -> Iterator[tuple[Function, Value]]:
        seen: set[str] = set()
        for each in self.engine.models.line(cls)[0]:
            for node in each.node.body:
                if isinstance(node, ast.FunctionDef) and node.decorator_list and node.name not in seen:
                    for decorator in node.decorator_list:
                        mark = self.engine.evaluate(decorator, self.engine.frame_of(each.module))
                        if mark.dotted.startswith("rest_framework.decorators.") and mark.dotted.endswith((".action", "_route")):
                            seen.add(node.name)
                            yield Function(each.module, node, each), mark

    def _text(self, cls: Class, name: str) -> str:
        found = self.engine.member(cls, name)
        return found.ref if found is not None and isinstance(found.ref, str) and found.kind == "constant" else ""

    # --- from a view to a route ------------------------------------------------------------------------------------------------------
    def _class(self, cls: Class, each: Mounted, method: str, name: str, overrides: dict[str, Value], owner: Class) -> None:
        found = self.engine.member(cls, name)
        if found is None or found.function is None or isinstance(found.function.node, ast.Lambda):
            return
        home = found.function.module
        place = place_of(cls.module, cls.node) if home.supplied else place_of(home, found.function.node)
        view = _View(cls, each.path, each.given, method, name, found, found.function, place, name, dict(overrides), list(each.decorators))
        decorators = found.function.node.decorator_list
        self._methods(view, decorators, self.engine.frame_of(home))
        for base in self.engine.models.line(cls)[0]:
            if not base.module.supplied:
                self._class_marks(view, base)
        self._run(view, f"{cls.module.path}:{owner.name}")

    def _methods(self, view: _View, decorators: list[ast.expr], frame: Frame) -> None:
        """Decorators of the handler itself: those for methods wrap it, `method_decorator` wraps it bound."""
        for node in reversed(decorators):
            maker = self.engine.evaluate(node, frame)
            for inner in _of_method_decorator(maker):
                self._wrap_bound(view, inner, frame)
            if not maker.dotted.startswith("rest_framework.decorators."):
                view.handler = self._wrap(view, maker, view.handler, frame)

    def _wrap_bound(self, view: _View, maker: Value, frame: Frame) -> None:
        """`method_decorator` hands its decorator a function that has its object already."""
        function = view.handler.function
        if function is not None and not view.bound:
            view.handler = Value("function", replace(function, receiver=self._object(view)[0]))
        view.bound = True
        view.handler = self._wrap(view, maker, view.handler, frame)

    def _class_marks(self, view: _View, base: Class) -> None:
        frame = self.engine.frame_of(base.module)
        frame.scope = base.scope
        for node in base.node.decorator_list:
            maker = self.engine.evaluate(node, frame)
            name = maker.keyword("name")
            target = name.ref if name is not None else ""
            for inner in _of_method_decorator(maker):
                if target == "dispatch":
                    view.outer.append(inner)
                elif target == view.name:
                    self._wrap_bound(view, inner, frame)
        for statement in base.node.body:
            if isinstance(statement, ast.FunctionDef) and statement.name == "dispatch":
                for decorator in statement.decorator_list:
                    view.outer.extend(_of_method_decorator(self.engine.evaluate(decorator, frame)))

    def _function(self, function: Function, each: Mounted) -> None:
        """A function: with `@api_view` it is a class of its own, else it is called as it is."""
        if isinstance(function.node, ast.Lambda):
            return
        frame = self.engine.frame_of(function.module)
        frame.scope = function.scope
        marks = [self.engine.evaluate(node, frame) for node in function.node.decorator_list]
        methods: list[str] = []
        rest = False
        overrides: dict[str, Value] = {}
        others: list[Value] = []
        for mark in marks:
            ending = mark.dotted.rsplit(".", 1)[-1]
            if ending == "api_view" and mark.dotted.startswith("rest_framework"):
                rest = True
                methods = [word.upper() for word in listed(mark.argument(0, "http_method_names"))] or ["GET"]
            elif ending in _CLASS_MARKS and mark.dotted.startswith("rest_framework") and mark.args:
                overrides[ending] = mark.args[0]
            elif ending in _RESTRICTIONS:
                methods = _RESTRICTIONS[ending]
            elif ending == "require_http_methods":
                methods = [word.upper() for word in listed(mark.argument(0, "request_method_list"))]
            else:
                others.append(mark)
        asked = methods or _asked(function.node)
        for method in asked:  # where POST is a route of its own, reading stays reading, even if it changes something
            self._function_route(function, each, method, rest, overrides, others, frame, bool(methods) or "POST" in asked)

    def _function_route(self, function: Function, each: Mounted, method: str, rest: bool, overrides: dict[str, Value], others: list[Value],
                        frame: Frame, restricted: bool) -> None:  # fmt: skip
        base = self.engine.program.find("rest_framework.views" if rest else "django.views.generic", function.module)
        cls = self.engine.global_name(base, "APIView" if rest else "View").cls if base is not None else None
        if cls is None:
            return
        view = _View(cls, each.path, each.given, method, function.name, Value("function", function), function, place_of(function.module, function.node),
                     "", dict(overrides), list(each.decorators))  # fmt: skip
        for mark in reversed(others):
            view.handler = self._wrap(view, mark, view.handler, frame)
        self._run(view, f"{function.module.path}:{function.name}", unrestricted=not restricted)

    def _wrap(self, view: _View, maker: Value, target: Value, frame: Frame) -> Value:
        """One decorator around a function: a known one leaves a mark, one of the program or of ours is followed."""
        name = maker.dotted
        place = place_of(frame.module, maker.node)
        if name:
            if name.endswith("csrf_exempt"):
                view.guards.append(Guard("csrf:exempt", "view", view.place))
            elif named_limit(name):
                view.limits.append(name)
            elif name.endswith("login_not_required"):
                view.guards.append(Guard("login_not_required", "view", place))
            elif name.rsplit(".", 1)[-1].endswith(("login_required", "_required", "requires_auth")):
                view.guards.append(Guard(name, "view", place, (), "authentication"))
                if any(word in name for word in ("permission", "role", "staff", "group", "superuser")):
                    view.guards.append(_package_guard(name, place))
            return target
        if maker.kind not in {"function", "instance", "union"}:
            return target
        made = self.engine.call_value(maker, (target,), (), maker.node or frame.module.tree, frame)
        if made.function is None:
            return target
        if maker.function is not None:
            view.guards.append(Guard(maker.function.name, "view", place_of(maker.function.module, maker.function.node)))
        return made

    def _run(self, view: _View, router: str, *, unrestricted: bool = False) -> None:
        engine = self.engine
        engine.budget, engine.exhausted = 1500, False
        instance, request = self._objects(view)
        entry = engine.member(view.cls, "__entry__")
        if entry is None or entry.function is None:
            self.picture.unread.append((view.place, "the class is no view that is known"))
            return
        target = Value("function", replace(entry.function, receiver=instance))
        frame = engine.frame_of(view.cls.module)
        for maker in reversed(view.outer):
            target = self._wrap(view, maker, target, frame)
        if target.function is None:
            return
        result, events, _ = engine.follow(target.function, (request,), view.given, 1)
        events = told(events, view.place, {view.name, view.handler.function.name if view.handler.function else view.name})
        function = view.function
        happened = list(flatten(events))
        method = view.method
        if unrestricted and method == "GET" and any(each.event.kind == "write" and each.event.name != "assign" for each in happened):
            method = "POST"  # any method reaches it, and it changes something
        limits = [*view.limits, *self.limits, *limits_of(engine, instance, view.cls, frame)]
        packages = (name for name in engine.models.line(view.cls)[1] if "Permission" in name.rsplit(".", 1)[-1])
        guards = (*self._everywhere(view), *(_package_guard(name, view.place) for name in packages), *view.guards, *self._unknown(happened, view.place), *self._cookies(view, request))
        route = Route("django", method, _absolute(view.path), view.name if not view.action else f"{view.cls.name}.{view.name}", view.place, function,
                      (*_path_parameters(view), *_inputs(events)), guards, events, result, None,
                      isinstance(function.node, ast.AsyncFunctionDef), router, True, tuple(limits))  # fmt: skip
        self.picture.routes.append(replace(route, happenings=route.all()))
        if engine.exhausted:
            self.picture.unread.append((view.place, "the handler does too much to be followed to its end"))

    def _object(self, view: _View) -> tuple[Value, Value]:
        """The view of this one route, still without its handler, and the request."""
        if not view.number:
            self.number += 1
            view.number = self.number
        rest = any(each.module.supplied and each.name == "APIView" for each in self.engine.models.line(view.cls)[0])
        account = self.engine.ambient.get("django.caller", Value("unknown"))
        kind = "rest_framework.request.Request" if rest else "django.http.HttpRequest"
        request = Value("instance", kind, named=(("method", fixed(view.method)), ("user", account)))
        named = (
            (STATE, constant(f"view:{view.number}")), ("request", request), ("kwargs", Value("mapping", named=view.given)),
            ("args", Value("sequence")), *((("action", fixed(view.action)),) if view.action else ()),
        )  # fmt: skip
        return Value("instance", view.cls, named=(*named, *view.overrides.items())), request

    def _objects(self, view: _View) -> tuple[Value, Value]:
        """The view of this one route with its handler, and the request."""
        bare, request = self._object(view)
        function = view.handler.function
        own = function is not None and view.action and not view.bound and function.receiver is None
        bound = Value("function", replace(function, receiver=bare)) if own and function is not None else view.handler
        return replace(bare, named=(*bare.named, ("__handler__", bound))), request

    def _cookies(self, view: _View, request: Value) -> Iterator[Guard]:
        """Whether a cookie says who is calling: always in plain views, and where sessions are an authentication of REST framework's."""
        if request.dotted.startswith("django."):
            yield Guard("session", "library", view.place, (), "cookie")
            return
        chosen = view.overrides.get("authentication_classes") or self.engine.member(view.cls, "authentication_classes")
        for each in elements_of(chosen if chosen is not None else self.engine.ambient.get("django.authenticators")):
            checks = self.engine.member(each.cls, "enforce_csrf") if each.cls is not None and each.kind == "class" else None
            if checks is not None and checks.function is not None and _does_nothing(checks.function.node):
                yield Guard("session", "authentication", view.place, (), "cookie")
                yield Guard("csrf:exempt", "authentication", place_of(checks.function.module, checks.function.node))

    def _everywhere(self, view: _View) -> Iterator[Guard]:
        open_by_mark = any(guard.name == "login_not_required" for guard in view.guards)
        yield from (guard for guard in self.guards if not (open_by_mark and guard.kind == "authentication"))

    def _unknown(self, happened: Iterable[object], place: Place) -> Iterator[Guard]:
        for each in happened:
            event = getattr(each, "event", None)
            if isinstance(event, Event) and event.name == "__engine__.unknown_permission":
                self.picture.unread.append((place, "its permissions come from settings that are not here"))
                yield Guard("default permissions", "settings", place, (), "unresolved")
                return


def _package_guard(name: str, place: Place) -> Guard:
    """A decorator or mixin of a package that asks for a permission: what it asks is not followed, that it asks is."""
    labels = frozenset({CALLER, "claim:permission"})
    refusal = Event("refuse", place, "role", labels=labels, statuses=frozenset({403}), nearest=labels)
    return Guard(name, "view", place, (refusal,), "role")


def _does_nothing(node: ast.AST) -> bool:
    body = node.body if isinstance(node, ast.FunctionDef) else []
    return all(isinstance(each, ast.Pass | ast.Return | ast.Expr) and not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)) for each in body)


def _of_method_decorator(maker: Value) -> list[Value]:
    if maker.dotted != "django.utils.decorators.method_decorator" or not maker.args:
        return []
    return list(elements_of(maker.args[0])) or [maker.args[0]]


def _asked(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """The methods that a function tells apart: those it compares with, and reading."""
    found = {"GET"}
    for inner in ast.walk(node):
        if isinstance(inner, ast.Compare) and isinstance(inner.left, ast.Attribute) and inner.left.attr == "method":
            found |= {str(each.value) for other in inner.comparators for each in ast.walk(other) if isinstance(each, ast.Constant)}
        elif isinstance(inner, ast.Attribute) and inner.attr in {"POST", "FILES"}:
            found.add("POST")
    return sorted(word for word in found if word.lower() in _METHODS)


def _path_parameters(view: _View) -> Iterator[Parameter]:
    return (Parameter(name, "path", "", view.place) for name, _ in view.given)


def _inputs(events: tuple[Event, ...]) -> Iterator[Parameter]:
    """What the view takes out of the request by name, as far as it was seen."""
    seen: set[str] = set()
    for each in flatten(events):
        for value in (*each.event.values, *(inner for _, inner in each.event.named)):
            for label in sorted(value.labels):
                where, _, name = label.partition(":")
                if where in {"query", "form", "body", "file"} and name and label not in seen:
                    seen.add(label)
                    yield Parameter(name, where, "", each.event.place)


def _absolute(path: str) -> str:
    return "/" + path.replace("//", "/").lstrip("/")
