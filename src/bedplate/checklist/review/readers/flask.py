"""Flask: applications, blueprints as mounted, hooks, decorators, class-based views, and its common extensions."""
from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from bedplate.checklist.review.bindings import bind
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Parameter, Picture, Route
from bedplate.checklist.review.readers import flask_settings
from bedplate.checklist.review.readers.flask_inputs import Answer, Inputs
from bedplate.checklist.review.readers.flask_mounts import Mounts, Spot, joined
from bedplate.checklist.review.readers.passing import Helpers, Passing
from bedplate.checklist.review.readers.survey import Decorated, Survey, arguments, elements_of, listed, words
from bedplate.checklist.review.schemas import is_parser
from bedplate.checklist.review.source import Module, Program
from bedplate.checklist.review.trace import Event, Happening, flatten
from bedplate.checklist.review.value import CALLER, Class, Function, Value, names_caller

__all__ = ["more", "read"]

_APPS = ("flask.Flask", "quart.Quart", "flask_openapi3.OpenAPI", "apiflask.APIFlask")
_BLUEPRINTS = ("flask.Blueprint", "quart.Blueprint", "flask_smorest.Blueprint", "apiflask.APIBlueprint", "flask_restx.Namespace",
               "flask_restx.Api", "flask_restful.Api", "flask_openapi3.APIBlueprint", "flask_restplus.Namespace", "flask_restplus.Api")  # fmt: skip
_METHODS = frozenset({"get", "post", "put", "patch", "delete"})
_AFTER = frozenset({"after_request", "after_app_request"})
_HOOKS = frozenset({"before_request", "before_app_request"}) | _AFTER
_LOADERS = frozenset({"user_loader", "request_loader", "user_lookup_loader"})
_GUARDS = re.compile(
    r"^(flask_login\.login_required|flask_login\.utils\.login_required|flask_login\.fresh_login_required|flask_jwt_extended\.\w*jwt\w*_required"
    r"|flask_jwt_extended\.view_decorators\.jwt_required|flask_jwt\.jwt_required|flask_httpauth\.\w+\.login_required|flask_security\.\w+_required"
    r"|flask_security\.decorators\.\w+_required|flask_praetorian\.\w+_required|flask_user\.\w+_required|apiflask\.\w+\.auth_required"
    r"|flask_appbuilder\.security\.decorators\.\w+|flask_simplelogin\.login_required|authlib\.integrations\.flask_oauth2\.ResourceProtector)")  # fmt: skip
_ROLES = re.compile(r"\.(roles_required|roles_accepted|permissions_required|permissions_accepted)$")
_HARMLESS = ("flasgger", "flask_caching", "flask_cors", "functools", "flask_limiter", "flask_compress", "typing", "contextlib", "builtins", "werkzeug",
             "prometheus", "flask_restx", "flask_restful", "flask_smorest", "apiflask", "flask_openapi3", "flask.", "opentelemetry", "flask_wtf",
             "flask_restplus", "webargs", "flask_apispec", "asgiref", "deprecated", "cachetools", "flask_marshmallow", "sentry_sdk", "abc.")  # fmt: skip
_LIMITER = ("flask_limiter.Limiter.limit", "flask_limiter.Limiter.shared_limit")
_STARTS = re.compile(r"\.run\([^)]*\bdebug\s*=")
_PARAMETER = re.compile(r"<(?:(?P<kind>[^:<>]+):)?(?P<name>\w+)>")
_SAFE_KINDS = ("int", "float", "uuid", "any")


def more(program: Program) -> list[str]:
    """Files that start an application though they import nothing of Flask."""
    return [file for file in program.files if _STARTS.search(program.text(file))]


def read(engine: Reading, modules: list[Module], picture: Picture) -> None:
    """Add the routes and settings of all Flask applications in these modules."""
    for module in modules:
        bind(module)
    passing = Passing(engine, _is_router)
    for module in modules:
        passing.survey.walk(module)
    reader = _Reader(engine, picture, modules)
    survey = Survey(engine, reader.statement)
    for module in modules:
        survey.walk(module)
    reader.loaders(survey.decorated)
    reader.hooks(survey.decorated)
    for each in survey.decorated:
        reader.decorated(each)
    for add in reader.added:
        add()


class _Reader:
    """Guards which routes were added already, and the calls that add more once all mounts are known."""

    def __init__(self, engine: Reading, picture: Picture, modules: list[Module]) -> None:
        self.engine = engine
        self.picture = picture
        self.mounts = Mounts(engine)
        self.added: list[Callable[[], None]] = []
        self.seen: set[tuple[str, str, int]] = set()
        self.helpers = Helpers(engine, _is_router)
        self.inputs = Inputs(engine, Frame(next(iter(modules))))
        self.answer = Answer()

    # --- what stands outside of handlers -------------------------------------------------------------------------------------------
    def statement(self, module: Module, node: ast.stmt, frame: Frame) -> None:
        flask_settings.statement(self.engine, self.picture, module, node, frame)
        if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
            for call in ast.walk(node.value):
                if isinstance(call, ast.Call):
                    self._call(module, call, frame)

    def _call(self, module: Module, node: ast.Call, frame: Frame) -> None:
        self.added.extend(partial(self._rule, *each) for each in self.helpers.added(node, frame))
        if isinstance(node.func, ast.Attribute):
            self._method(module, node, node.func, frame)
        elif isinstance(node.func, ast.Call) and node.args:
            maker = self.engine.evaluate(node.func, frame)
            if maker.dotted in _LIMITER:
                for target in self.engine.evaluate(node.args[0], frame).options():
                    self.mounts.limits.setdefault(id(target.node), []).append(maker.dotted)
        made = self.engine.evaluate(node.func, frame) if isinstance(node.func, ast.Name) else None
        if made is not None and made.dotted in {"flask_limiter.Limiter", "flask_limiter.extension.Limiter"}:
            _, named = arguments(self.engine, node, frame)
            if elements_of(named.get("default_limits")) or elements_of(named.get("application_limits")):
                self.mounts.limits.setdefault(0, []).append("flask_limiter.Limiter")

    def _method(self, module: Module, node: ast.Call, function: ast.Attribute, frame: Frame) -> None:
        name = function.attr
        if name in {"register_blueprint", "add_namespace"}:
            self.mounts.register(node, frame)
        elif name == "exempt" and node.args:
            self.mounts.exempt(module, node, frame)
        elif name == "add_argument":
            self._argument(node, frame)
        elif name in {"add_url_rule", "add_resource"}:
            self.added.append(lambda: None if id(node) in self.helpers.helped else self._rule(module, node, frame))
        elif name in _HOOKS and node.args:
            self._hook_call(module, node, frame, function.value)

    def _argument(self, node: ast.Call, frame: Frame) -> None:
        """`parser.add_argument(name, type=…)`: what its `parse_args` gives."""
        assert isinstance(node.func, ast.Attribute)
        parser = self.engine.evaluate(node.func.value, frame)
        args, named = arguments(self.engine, node, frame)
        if parser.node is not None and is_parser(parser) and args and isinstance(args[0].ref, str):
            key = f"arguments:{id(parser.node)}"
            known = self.engine.ambient.get(key) or Value("mapping")
            made = Value("instance", "argument", named=tuple(named.items()))
            self.engine.ambient[key] = replace(known, named=(*known.named, (args[0].ref, made)))

    def _hook_call(self, module: Module, node: ast.Call, frame: Frame, receiver: ast.expr) -> None:
        function = self.engine.evaluate(node.args[0], frame)
        for owner in self.engine.evaluate(receiver, frame).options():
            if function.function is not None and _is_router(owner):
                self._hook(owner, node.func.attr if isinstance(node.func, ast.Attribute) else "", function, function.function, ())

    def loaders(self, found: list[Decorated]) -> None:
        """The function that turns a session or token into an account says what the caller is."""
        for each in found:
            if isinstance(each.node, ast.ClassDef):
                continue
            for decorator in each.node.decorator_list:
                if isinstance(decorator, ast.Attribute) and decorator.attr in _LOADERS:
                    function = Function(each.module, each.node, None, None, each.frame.names or None)
                    count = len(each.node.args.args)
                    result, _, _ = self.engine.follow(function, tuple(Value("unknown", "claims", labels=frozenset({CALLER})) for _ in range(count)), (), 1)
                    row = next((option for option in result.options() if option.kind == "row"), None)
                    if row is not None and row.query is not None:
                        self.engine.models.accounts.add(row.query.collection)
                        self.engine.ambient["current_user"] = row.with_labels({CALLER})

    def hooks(self, found: list[Decorated]) -> None:
        for each in found:
            for index, decorator in enumerate(each.node.decorator_list):
                if isinstance(decorator, ast.Attribute) and decorator.attr in _HOOKS and not isinstance(each.node, ast.ClassDef):
                    function = Function(each.module, each.node, None, None, each.frame.names or None)
                    below = each.node.decorator_list[index + 1 :]
                    for owner in self.engine.evaluate(decorator.value, each.frame).options():
                        if _is_router(owner):
                            self._hook(owner, decorator.attr, Value("function", function), function, below, each.frame)

    def _hook(self, owner: Value, name: str, value: Value, function: Function, below: list[ast.expr] | tuple[()], frame: Frame | None = None) -> None:
        guards: list[Guard] = []
        for decorator in reversed(below):
            if frame is not None:
                value = self._apply(decorator, value, frame, guards, [], "hook")
        if value.function is None:
            return
        given = (Value("instance", "flask.Response"),) if name in _AFTER else ()
        self.engine.budget, self.engine.exhausted = 1500, False
        _, events, _ = self.engine.follow(value.function, given, (), 1)
        refuses = any(each.event.kind == "refuse" and names_caller(each.event.labels) for each in flatten(events))
        guards.append(Guard(function.name, "hook", place_of(function.module, function.node), events,
                            "authentication" if refuses else "unresolved" if self.engine.exhausted else ""))  # fmt: skip
        where = 0 if name in {"before_app_request", "after_app_request"} else id(owner.node)
        self.mounts.guards.setdefault(where, []).extend(guards)
        if any(429 in each.event.statuses for each in flatten(events)):
            self.mounts.limits.setdefault(where, []).append(function.name)

    # --- routes --------------------------------------------------------------------------------------------------------------------
    def decorated(self, each: Decorated) -> None:
        """A route, an error handler, a class of views under a route, or none of these."""
        for index, decorator in enumerate(each.node.decorator_list):
            if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
                continue
            name = decorator.func.attr
            if name not in {"route", "errorhandler", "app_errorhandler"} | _METHODS:
                continue
            owners = [option for option in self.engine.evaluate(decorator.func.value, each.frame).options() if _is_router(option)]
            for owner in owners[:3]:
                self._route_of(each, decorator, name, owner, each.node.decorator_list[index + 1 :])

    def _route_of(self, each: Decorated, decorator: ast.Call, name: str, owner: Value, below: list[ast.expr]) -> None:
        args, named = arguments(self.engine, decorator, each.frame)
        if isinstance(each.node, ast.ClassDef):
            for said in (found for arg in args if (found := words(arg)) is not None):
                self._class(Class(each.module, each.node, each.frame.names or None), said, owner, each.frame, below)
            return
        value = Value("function", Function(each.module, each.node, None, None, each.frame.names or None))
        if name.endswith("errorhandler"):
            self._error_handler(value, args)
            return
        path = words(args[0] if args else named.get("rule"))
        if path is None:
            self.picture.unread.append((place_of(each.module, decorator), "the path of the route is not a constant"))
            path = "{path}"
        methods = [name.upper()] if name in _METHODS else _methods(named)
        self._routes(methods, path, value, owner, below, each.frame)

    def _error_handler(self, value: Value, args: tuple[Value, ...]) -> None:
        function = value.function
        caught = args[0] if args else None
        broad = caught is not None and (caught.ref == 500 or caught.dotted in {"builtins.Exception", "werkzeug.exceptions.InternalServerError"})
        if function is None or not function.node.args.args:
            return
        error = Value("unknown", "exception", labels=frozenset({"exception:broad" if broad else "exception:narrow"}))
        result, events, _ = self.engine.follow(function, (error,), (), 1)
        where = place_of(function.module, function.node)
        route = Route("flask", "ERROR", str(caught.ref if caught is not None else ""), function.name, where, function, (), (), events, result,
                      None, False, function.module.path)  # fmt: skip
        self.picture.error_handlers.append(replace(route, happenings=route.all()))

    def _rule(self, module: Module, node: ast.Call, frame: Frame) -> None:
        """`add_url_rule` and `add_resource`."""
        assert isinstance(node.func, ast.Attribute)
        args, named = arguments(self.engine, node, frame)
        owners = self.engine.evaluate(node.func.value, frame).options()
        if node.func.attr == "add_resource":
            spread = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], ast.Starred) else None
            for each in [option.args for option in self.engine.evaluate(spread, frame).options()] if spread is not None else [args]:
                for rule in each[1:]:
                    if each[0].cls is not None and (said := words(rule)) is not None:
                        self._class(each[0].cls, said, owners[0], frame, [])
            return
        view = named.get("view_func") or (args[2] if len(args) > 2 else None)
        paths = args[0] if args else named.get("rule")
        for option in view.options() if view is not None else ():
            for given in paths.options() if paths is not None else ():
                if (path := words(given)) is None:
                    self.picture.unread.append((place_of(module, node), "the path of the route is not a constant"))
                self._view(option, path or "{path}", owners[0], frame, named)

    def _view(self, view: Value, path: str, owner: Value, frame: Frame, named: dict[str, Value]) -> None:
        if view.ref == "as_view" and view.args and view.args[0].cls is not None:
            self._class(view.args[0].cls, path, owner, frame, [], listed(named.get("methods")))
        elif view.function is not None:
            decorators = view.function.node.decorator_list if not isinstance(view.function.node, ast.Lambda) else []
            self._routes(_methods(named), path, view, owner, decorators, self.engine.frame_of(view.function.module))

    def _class(self, cls: Class, path: str, owner: Value, frame: Frame, below: list[ast.expr], only: list[str] | None = None) -> None:
        """A class of views: one route for each method it has, behind `decorators` or `method_decorators`."""
        own = self.engine.frame_of(cls.module)
        own.scope = cls.scope
        kept = [found for word in ("decorators", "method_decorators") if (found := self.engine.member(cls, word)) is not None]
        general = [each for found in kept for each in elements_of(found)]
        special = [pair for found in kept if found.kind == "mapping" for pair in found.named]
        if (plain := self.engine.member(cls, "dispatch_request")) is not None and plain.function is not None:
            said = only or listed(self.engine.member(cls, "methods")) or ["GET"]
            self._routes([each.upper() for each in said], path, plain, owner, [], own, general, Value("instance", cls))
        for method in ("get", "post", "put", "patch", "delete"):
            found = self.engine.member(cls, method)
            if found is None or found.function is None or isinstance(found.function.node, ast.Lambda) or (only and method.upper() not in only):
                continue
            shared = [*general, *(each for word, given in special if word == method for each in elements_of(given))]
            self._routes([method.upper()], path, found, owner, found.function.node.decorator_list, own, shared, Value("instance", cls))

    def _routes(self, methods: list[str], path: str, value: Value, owner: Value, below: list[ast.expr], frame: Frame,
                shared: list[Value] | None = None, view: Value | None = None) -> None:  # fmt: skip
        for place in self.mounts.places(owner, 0):
            for method in methods:
                key = (method, joined(place.prefix, path), id(value.function.node) if value.function is not None else 0)
                if key in self.seen:  # a second application mounts the same blueprint at the same place
                    continue
                self.seen.add(key)
                self._route(method, joined(place.prefix, path), value, place, below, frame, shared or [], view)

    def _route(self, method: str, path: str, value: Value, place: Spot, below: list[ast.expr], frame: Frame, shared: list[Value],
               view: Value | None) -> None:  # fmt: skip
        engine = self.engine
        engine.budget, engine.exhausted = 1500, False
        function = value.function
        assert function is not None
        guards = [guard for node in (*reversed(place.line), id(function.node)) for guard in self.mounts.guards.get(node, [])]
        limits = [limit for node in place.line for limit in self.mounts.limits.get(node, [])]
        target = value
        self.inputs, self.answer = Inputs(engine, frame), Answer()
        for decorator in reversed(below):
            target = self._apply(decorator, target, frame, guards, limits, "route")
        if view is not None and target.function is not None:
            target = replace(target, ref=replace(target.function, receiver=view))
        for maker in reversed(shared):
            target = self._wrap(maker, target, guards, limits, frame, "class")
        self.inputs.typed(function)
        given = {**{match["name"]: _path_value(match) for match in _PARAMETER.finditer(path)}, **self.inputs.named}
        result, events, _ = (engine.follow(target.function, tuple(self.inputs.positional), tuple(given.items()), 1) if target.function is not None
                             else (Value("unknown"), (), False))  # fmt: skip
        paths = tuple(Parameter(match["name"], "path", match["kind"] or "string", place_of(function.module, function.node))
                      for match in _PARAMETER.finditer(path))  # fmt: skip
        route = Route("flask", method, path or "/", function.name, place_of(function.module, function.node), function, paths, tuple(guards),
                      events, result, self.answer.model, isinstance(function.node, ast.AsyncFunctionDef), f"{function.module.path}:{place.line[0]}", True,
                      tuple(limits))  # fmt: skip
        self.picture.routes.append(replace(route, happenings=route.all(), parameters=(*paths, *_inputs(route.own))))
        if engine.exhausted or route.cut:
            self.picture.unread.append((route.place, "the handler does too much to be followed to its end"))

    def _apply(self, decorator: ast.expr, target: Value, frame: Frame, guards: list[Guard], limits: list[str], level: str) -> Value:
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in _METHODS | {"route"}:
            return target
        return self._wrap(self.engine.evaluate(decorator, frame), target, guards, limits, frame, level)

    def _wrap(self, maker: Value, target: Value, guards: list[Guard], limits: list[str], frame: Frame, level: str) -> Value:
        """One decorator: a known guard or limit, a wrapper of the program, or something that is left alone."""
        name = maker.dotted
        if name and _GUARDS.match(name):
            optional = (flag := maker.keyword("optional")) is not None and flag.ref is True
            guards.append(Guard(name, level, place_of(frame.module, maker.node), (), "" if optional else "authentication"))
            if _ROLES.search(name):
                guards.append(Guard(name, level, place_of(frame.module, maker.node), (_role_refusal(frame),), "role"))
            return target
        if name in _LIMITER:
            limits.append(name)
        elif name and (self.inputs.see(maker) or self.answer.see(maker)):
            return target
        elif name.endswith(".exempt") and "csrf" in name.lower():
            guards.append(Guard("csrf:exempt", level, place_of(frame.module, maker.node)))
        elif not name and maker.kind in {"function", "instance", "union"}:
            made = self.engine.call_value(maker, (target,), (), maker.node or frame.module.tree, frame)
            if made.function is not None:
                return made
            guards.append(Guard("a decorator", level, place_of(frame.module, maker.node), (), "unresolved"))
        elif not name.startswith(_HARMLESS):
            guards.append(Guard(name or "a decorator", level, place_of(frame.module, maker.node), (), "unresolved"))
        return target


def _methods(named: dict[str, Value]) -> list[str]:
    """The methods of a rule; OPTIONS and HEAD, which Flask adds by itself, are no routes of their own."""
    said = [each.upper() for each in listed(named.get("methods"))] or ["GET"]
    return [each for each in said if each not in {"OPTIONS", "HEAD"}] or said


def _role_refusal(frame: Frame) -> Event:
    return Event("refuse", place_of(frame.module, None), "role", labels=frozenset({CALLER, "claim:role"}), statuses=frozenset({403}),
                 nearest=frozenset({CALLER, "claim:role"}))  # fmt: skip


def _path_value(match: re.Match[str]) -> Value:
    kind = (match["kind"] or "string").split("(")[0]
    return Value("unknown", labels=frozenset({f"path:{match['name']}"}), text=kind not in _SAFE_KINDS)


def _inputs(happenings: tuple[Happening, ...]) -> Iterator[Parameter]:
    """What the handler takes out of the request object by name, as far as it was seen."""
    seen: set[str] = set()
    for each in happenings:
        for value in (*each.event.values, *(inner for _, inner in each.event.named)):
            for label in sorted(value.labels - seen) if value.labels else ():
                where, _, name = label.partition(":")
                if where in {"query", "form", "body", "file"} and name and label not in seen:
                    seen.add(label)
                    yield Parameter(name, where, "", each.event.place)


def _is_router(value: Value) -> bool:
    if value.kind != "instance":
        return False
    return value.dotted.startswith((*_APPS, *_BLUEPRINTS)) or (value.cls is not None and value.node is not None)
