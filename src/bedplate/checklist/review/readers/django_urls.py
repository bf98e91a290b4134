"""URL configurations of Django: patterns, includes with their prefixes, and the routers of REST framework."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bedplate.checklist.review.bindings import Assigned, bind
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame
from bedplate.checklist.review.readers.survey import Survey, arguments
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Class, Value

__all__ = ["Mounted", "Registered", "Urls"]

_PATTERNS = ("path", "re_path", "url")
_GROUP = re.compile(r"\(\?P<(\w+)>((?:[^()\\]|\\.|\([^()]*\))*)\)")
_CONVERTED = re.compile(r"<(?:(\w+):)?(\w+)>")
_SAFE_PATTERN = re.compile(r"^(\\d|\[0-9\]|\[\\d\]|\d)[+*{}0-9,]*$|^\[(?:0-9|a-f|A-F|\\d)+-?\][+*{}0-9,]*$")
_NO_TEXT = frozenset({"int", "uuid"})


@dataclass(frozen=True)
class Mounted:
    """A view at a path. `view` is what the pattern names, without the decorators around it; `decorators` stand outermost first."""

    path: str
    given: tuple[tuple[str, Value], ...]
    view: Value
    decorators: tuple[Value, ...]
    module: Module
    node: ast.AST


@dataclass(frozen=True)
class Registered:
    """A set of views that a router mounts below a prefix."""

    prefix: str
    given: tuple[tuple[str, Value], ...]
    cls: Class
    module: Module
    node: ast.AST


@dataclass
class Urls:
    """Reads the patterns of all modules. Guards which modules were included, and what each router was given."""

    engine: Reading
    registered: dict[int, list[tuple[str, Class, Module, ast.AST]]] = field(default_factory=dict[int, list[tuple[str, Class, Module, ast.AST]]])
    included: set[str] = field(default_factory=set[str])
    routers: dict[int, Value] = field(default_factory=dict[int, Value])
    found: list[Mounted | Registered] = field(default_factory=list["Mounted | Registered"])
    _active: set[str] = field(default_factory=set[str])
    mounted_routers: set[int] = field(default_factory=set[int])

    def survey(self, modules: list[Module]) -> None:
        """Remember what is registered with routers, wherever that is written."""
        walk = Survey(self.engine, self._statement)
        for module in modules:
            if ".register(" in module.text or ".registry" in module.text:
                walk.walk(module)

    def _statement(self, module: Module, node: ast.stmt, frame: Frame) -> None:
        if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute)):
            return
        call = node.value
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name not in {"register", "extend"} or not isinstance(call.func, ast.Attribute):
            return
        owner = call.func.value.value if name == "extend" and isinstance(call.func.value, ast.Attribute) else call.func.value
        for router in self.engine.evaluate(owner, frame).options():
            if not self._is_router(router):
                continue
            self.routers[id(router.node)] = router
            args, named = arguments(self.engine, call, frame)
            own = self.registered.setdefault(id(router.node), [])
            if name == "extend":
                self._extend(call, frame, own)
                continue
            prefix = args[0] if args else named.get("prefix")
            view = args[1] if len(args) > 1 else named.get("viewset")
            if view is not None and view.cls is not None:
                own.append((prefix.ref if prefix is not None and isinstance(prefix.ref, str) else "{prefix}", view.cls, module, call))

    def _extend(self, call: ast.Call, frame: Frame, own: list[tuple[str, Class, Module, ast.AST]]) -> None:
        """`router.registry.extend(other.registry)`."""
        given = call.args[0] if call.args else None
        if isinstance(given, ast.Attribute):
            for other in self.engine.evaluate(given.value, frame).options():
                own.extend(self.registered.get(id(other.node), []))
                self.mounted_routers.add(id(other.node))

    def _is_router(self, value: Value) -> bool:
        if value.kind != "instance" or value.node is None:
            return False
        if value.cls is not None:
            return any(base.endswith("Router") for base in self.engine.models.line(value.cls)[1])
        return value.dotted.rsplit(".", 1)[-1].endswith("Router")

    def module(self, module: Module, prefix: str, given: tuple[tuple[str, Value], ...]) -> None:
        """All patterns of a module, below a prefix."""
        if module.path in self._active or len(self._active) > 12:
            return
        self._active.add(module.path)
        self.included.add(module.path)
        bind(module)
        frame = self.engine.frame_of(module)
        for node in _statements(module.tree.body):
            for expression in _assigned(node):
                self._patterns(expression, module, frame, prefix, given)
        self._active.discard(module.path)

    def _patterns(self, node: ast.expr, module: Module, frame: Frame, prefix: str, given: tuple[tuple[str, Value], ...], depth: int = 0) -> None:
        if depth > 20:
            return
        if isinstance(node, ast.List | ast.Tuple):
            for each in node.elts:
                self._patterns(each.value if isinstance(each, ast.Starred) else each, module, frame, prefix, given, depth + 1)
        elif isinstance(node, ast.BinOp | ast.IfExp):
            for side in (node.left, node.right) if isinstance(node, ast.BinOp) else (node.body, node.orelse):
                self._patterns(side, module, frame, prefix, given, depth + 1)
        elif isinstance(node, ast.Name):
            for value in _assigned_to(module, node.id):
                self._patterns(value, module, frame, prefix, given, depth + 1)
        elif isinstance(node, ast.Attribute) and node.attr == "urls":
            self.router(self.engine.evaluate(node.value, frame), prefix, given)
        elif isinstance(node, ast.Call):
            self._call(node, module, frame, prefix, given, depth)

    def _call(self, node: ast.Call, module: Module, frame: Frame, prefix: str, given: tuple[tuple[str, Value], ...], depth: int) -> None:
        name = self.engine.evaluate(node.func, frame).dotted
        ending = name.rsplit(".", 1)[-1] if name else (node.func.id if isinstance(node.func, ast.Name) else "")
        if ending in _PATTERNS and len(node.args) >= 1:
            route = self.engine.evaluate(node.args[0], frame)
            said = route.ref if isinstance(route.ref, str) else route.args[0].ref if route.args and isinstance(route.args[0].ref, str) else "{path}"
            view = node.args[1] if len(node.args) > 1 else next((word.value for word in node.keywords if word.arg == "view"), None)
            path, own = _parsed(str(said), regex=ending != "path")
            if view is not None:
                self._target(view, module, frame, prefix + path, (*given, *own), (), depth)
        elif not name and isinstance(node.func, ast.Name | ast.Attribute):
            for made in self.engine.evaluate(node, frame).args:
                self._made(made, module, node, prefix, given, depth)
        elif ending in {"i18n_patterns", "format_suffix_patterns", "decorator_include"}:
            for each in node.args:
                self._patterns(each, module, frame, prefix, given, depth + 1)

    def _made(self, made: Value, module: Module, node: ast.AST, prefix: str, given: tuple[tuple[str, Value], ...], depth: int) -> None:
        """A pattern that a function of the program returns."""
        ending = made.dotted.rsplit(".", 1)[-1]
        if ending not in _PATTERNS or len(made.args) < 2 or depth > 12:
            return
        path, own = _parsed(str(made.args[0].ref), regex=ending != "path")
        view = made.args[1]
        if not view.dotted.endswith(".include"):
            self.found.append(Mounted(prefix + path, (*given, *own), view, (), module, node))
            return
        for inner in view.args[:1]:
            listed = inner.args[0] if inner.kind == "sequence" and inner.args and inner.args[0].kind == "sequence" else inner
            for each in listed.args:
                self._made(each, module, node, prefix + path, (*given, *own), depth + 1)

    def _target(self, node: ast.expr, module: Module, frame: Frame, path: str, given: tuple[tuple[str, Value], ...],
                decorators: tuple[Value, ...], depth: int) -> None:  # fmt: skip
        """What a pattern leads to: an include, or a view below decorators."""
        if isinstance(node, ast.Tuple) and node.elts:  # (patterns, application, namespace)
            self._patterns(node.elts[0], module, frame, path, given, depth + 1)
            return
        if isinstance(node, ast.Call) and self.engine.evaluate(node.func, frame).dotted.endswith(".include"):
            self._include(node, module, frame, path, given, depth)
            return
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Attribute) and node.func.attr == "as_view") and node.args:
            maker = self.engine.evaluate(node.func, frame)
            self._target(node.args[-1], module, frame, path, given, (*decorators, maker), depth)
            return
        if isinstance(node, ast.Attribute) and node.attr == "urls":
            self.router(self.engine.evaluate(node.value, frame), path, given)
            return
        if isinstance(node, ast.List):
            self._patterns(node, module, frame, path, given, depth + 1)
            return
        view = self.engine.evaluate(node, frame)
        self.found.append(Mounted(path, given, view, decorators, module, node))

    def _include(self, node: ast.Call, module: Module, frame: Frame, path: str, given: tuple[tuple[str, Value], ...], depth: int) -> None:
        if not node.args:
            return
        what = node.args[0]
        if isinstance(what, ast.Tuple) and what.elts:
            what = what.elts[0]
        value = self.engine.evaluate(what, frame) if not isinstance(what, ast.List) else Value("unknown")
        target = value.ref if value.kind == "module" and isinstance(value.ref, Module) else None
        if target is None and isinstance(value.ref, str) and value.kind == "constant":
            target = self.engine.program.find(value.ref, module)
        if target is not None:
            self.module(target, path, given)
            return
        self._patterns(what, module, frame, path, given, depth + 1)

    def router(self, value: Value, prefix: str, given: tuple[tuple[str, Value], ...]) -> None:
        """All sets of views that a router has, below a prefix."""
        for router in value.options():
            self.mounted_routers.add(id(router.node))
            parents, own = self._nested(router)
            for name, cls, module, node in self.registered.get(id(router.node), []):
                words, more = _parsed(name.strip("^/"), regex=True)
                path = f"{prefix}{parents}{words}/" if words else f"{prefix}{parents}"
                self.found.append(Registered(path, (*given, *own, *more), cls, module, node))

    def _nested(self, router: Value) -> tuple[str, tuple[tuple[str, Value], ...]]:
        """`NestedRouter(parent, "projects", lookup="project")` stands below one row of the parent's views."""
        if not router.dotted.startswith("rest_framework_nested.") or len(router.args) < 2 or not isinstance(router.args[1].ref, str):
            return "", ()
        above, own = self._nested(router.args[0])
        lookup = router.keyword("lookup")
        name = f"{lookup.ref if lookup is not None and isinstance(lookup.ref, str) else 'nested'}_pk"
        value = Value("unknown", labels=frozenset({f"path:{name}"}), text=True)
        return f"{above}{router.args[1].ref.strip('/')}/{{{name}}}/", (*own, (name, value))


def _assigned_to(module: Module, name: str) -> list[ast.expr]:
    """What a name of the module is set to; `urlpatterns` itself is read statement by statement."""
    found = [each.value for each in module.bindings.get(name, []) if isinstance(each, Assigned)]
    return [value for value in found if value is not None and name != "urlpatterns"]


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for node in body:
        yield node
        if isinstance(node, ast.If | ast.Try):
            yield from _statements([*node.body, *node.orelse])


def _assigned(node: ast.stmt) -> Iterator[ast.expr]:
    """What a statement puts into `urlpatterns`."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign | ast.AugAssign) else []
    if any(isinstance(each, ast.Name) and each.id == "urlpatterns" for each in targets):
        value = node.value if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) else None
        yield from [value] if value is not None else []
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Attribute):
        called = node.value.func
        if isinstance(called.value, ast.Name) and called.value.id == "urlpatterns" and called.attr in {"append", "extend", "insert"}:
            yield from node.value.args[-1:]


def _parsed(route: str, *, regex: bool) -> tuple[str, tuple[tuple[str, Value], ...]]:
    """The path in one spelling, and what it hands to the view."""
    given: list[tuple[str, Value]] = []

    def named(name: str, *, text: bool, whole: bool = False) -> str:
        given.append((name, Value("unknown", labels=frozenset({f"path:{name}"}), text=text)))
        return f"{{{name}:path}}" if whole else f"{{{name}}}"

    if regex:
        path = _GROUP.sub(lambda match: named(match[1], text=not _SAFE_PATTERN.match(match[2])), route)
        path = path.replace("\\", "").removeprefix("^").removesuffix("$").removesuffix("?")
    else:
        path = _CONVERTED.sub(lambda match: named(match[2], text=match[1] not in _NO_TEXT, whole=match[1] == "path"), route)
        path = path.replace("<", "{").replace(">", "}")
    return path, tuple(given)
