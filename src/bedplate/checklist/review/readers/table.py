"""What the readers of route tables share: a route without its trace, parameters from a signature, and whether something is a guard.

These frameworks are read as tables only: their routes are shown by `--routes`, and no rule is asked about them.
"""
from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame, place_of
from bedplate.checklist.review.picture import Guard, Parameter, Picture, Route
from bedplate.checklist.review.readers.survey import Survey, arguments
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.trace import flatten
from bedplate.checklist.review.value import Function, Value

__all__ = ["Calls", "add", "constructed", "guard_of", "handler_of", "joined_path", "parameters_of", "path_names", "wrapper_of"]

_NAMES = re.compile(r"\{(\w+)")
_REFUSALS = frozenset({0, 302, 303, 307, 401, 403})


class Calls:
    """All calls of a program's modules, with the names that they see, in the order in which they stand."""

    def __init__(self, engine: Reading, modules: Iterable[Module]) -> None:
        self.engine = engine
        self.found: list[tuple[Module, ast.Call, Frame]] = []
        survey = Survey(engine, self._statement)
        for module in modules:
            survey.walk(module)
        self.decorated = survey.decorated

    def _statement(self, module: Module, node: ast.stmt, frame: Frame) -> None:
        if isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
            self.found.extend((module, call, frame) for call in ast.walk(node.value) if isinstance(call, ast.Call))

    def methods(self, *names: str) -> Iterator[tuple[Module, ast.Call, Frame, str]]:
        """Calls of `something.name(…)`."""
        for module, call, frame in self.found:
            if isinstance(call.func, ast.Attribute) and call.func.attr in names:
                yield module, call, frame, call.func.attr


def constructed(calls: Calls, *dotted: str) -> Iterator[Value]:
    """What is made by calling one of these library names, each place once."""
    seen: set[int] = set()
    for module, call, frame in calls.found:
        if id(call) not in seen and isinstance(call.func, ast.Name | ast.Attribute) and calls.engine.evaluate(call.func, frame).dotted in dotted:
            seen.add(id(call))
            made = calls.engine.evaluate(call, frame)
            if made.kind == "instance":
                yield made
            else:
                args, named = arguments(calls.engine, call, frame)
                yield Value("instance", dotted[0], args, tuple(named.items()), node=call, module=module)


def handler_of(value: Value) -> tuple[str, Function | None]:
    """The name and the function of a handler; a class is a handler by its name."""
    if value.function is not None:
        return value.function.name, value.function
    return (value.cls.name if value.cls is not None else value.dotted or "?"), None


def guard_of(engine: Reading, value: Value, level: str, frame: Frame) -> Guard:
    """A guard by its name; it asks who is calling if what it does refuses somebody."""
    name, function = handler_of(value)
    module, node = (function.module, function.node) if function is not None else (frame.module, value.node)
    if function is None and value.cls is not None:
        for each in ("__call__", "dispatch", "authenticate"):
            found = engine.member(value.cls, each)
            function = function or (found.function if found is not None else None)
        module, node = value.cls.module, value.cls.node
    refuses = function is not None and _refuses(engine, function)
    return Guard(name, level, place_of(module, node), (), "authentication" if refuses else "")


def wrapper_of(engine: Reading, maker: Value, target: Value, level: str, frame: Frame) -> Guard:
    """A decorator of the program: what it puts around the handler may ask who is calling."""
    made = engine.call_value(maker, (target,), (), maker.node or frame.module.tree, frame)
    name, function = handler_of(maker)
    refuses = made.function is not None and made.function.node is not (target.function.node if target.function is not None else None) and _refuses(engine, made.function)
    place = place_of(function.module, function.node) if function is not None else place_of(frame.module, maker.node)
    return Guard(name, level, place, (), "authentication" if refuses else "")


def _refuses(engine: Reading, function: Function) -> bool:
    engine.budget, engine.exhausted = 1500, False
    _, events, _ = engine.follow(function, (), (), 1)
    return any(each.event.kind == "refuse" and each.event.statuses & _REFUSALS for each in flatten(events))


def joined_path(*parts: str) -> str:
    """The parts with one slash between them."""
    return "/" + "/".join(part.strip("/") for part in parts if part.strip("/"))


def path_names(path: str) -> set[str]:
    """The parameters in a path."""
    return set(_NAMES.findall(path))


def parameters_of(function: Function, path: str, body: str = "body", leave: frozenset[str] = frozenset()) -> tuple[Parameter, ...]:
    """By the signature: what stands in the path, the one that is the body, and the rest from the query."""
    spec = function.node.args
    inside = path_names(path)
    found: list[Parameter] = []
    for each in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
        if each.arg in leave or each.arg in {"self", "cls", "request"}:
            continue
        where = "path" if each.arg in inside else "body" if each.arg == body else "query"
        found.append(Parameter(each.arg, where, ast.unparse(each.annotation) if each.annotation is not None else "", place_of(function.module, function.node)))
    return tuple(found)


def add(engine: Reading, picture: Picture, framework: str, methods: Iterable[str], path: str, handler: Value, frame: Frame, *,
        guards: Iterable[Guard] = (), parameters: tuple[Parameter, ...] | None = None, limits: tuple[str, ...] = (), model: Value | None = None,
        documented: bool = True) -> None:  # fmt: skip
    """One route for each method."""
    name, function = handler_of(handler)
    node = function.node if function is not None else handler.cls.node if handler.cls is not None else None
    module = function.module if function is not None else handler.cls.module if handler.cls is not None else frame.module
    inputs = parameters if parameters is not None else tuple(Parameter(each, "path", "", place_of(module, node)) for each in sorted(path_names(path)))
    if model is None and function is not None and not isinstance(function.node, ast.Lambda) and function.node.returns is not None:
        model = engine.evaluate(function.node.returns, engine.frame_of(module))
    for method in methods:
        picture.tables.append(Route(
            framework, method.upper(), path, name, place_of(module, node), function, inputs, tuple(guards), (), Value("unknown"), model,
            isinstance(node, ast.AsyncFunctionDef), module.path, documented, limits))  # fmt: skip
