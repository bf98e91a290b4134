"""Applications and blueprints that are handed to functions: `register(app)` in one file, `def register(app)` in another."""
from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from bedplate.checklist.review.calls import bind_arguments
from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame
from bedplate.checklist.review.readers.survey import Survey, arguments
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import Function, Value, join

__all__ = ["Helpers", "Passing"]


class Passing:
    """A first walk over all calls. Guards which parameters were told of which object, so that each is followed once."""

    def __init__(self, engine: Reading, wanted: Callable[[Value], bool]) -> None:
        self.engine = engine
        self.wanted = wanted
        self.survey = Survey(engine, self.statement)
        self._told: set[tuple[int, str, int]] = set()
        self._depth = 0

    def statement(self, module: Module, node: ast.stmt, frame: Frame) -> None:
        """Look for calls in one statement, outside of the blocks in it."""
        if not isinstance(node, ast.Expr | ast.Assign | ast.AnnAssign | ast.Return) or node.value is None:
            return
        for call in ast.walk(node.value):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name | ast.Attribute) and (call.args or call.keywords):
                self._call(call, frame)

    def _call(self, node: ast.Call, frame: Frame) -> None:
        given = [(index, None, each) for index, each in enumerate(node.args)] + [(-1, word.arg, word.value) for word in node.keywords]
        if not any(isinstance(each, ast.Name | ast.Attribute) for _, _, each in given):
            return
        values = [(index, name, self.engine.evaluate(each, frame)) for index, name, each in given if isinstance(each, ast.Name | ast.Attribute)]
        found = [entry for entry in values if any(self.wanted(option) for option in entry[2].options())]
        if found:
            for target in self.engine.evaluate(node.func, frame).options():
                function = target.function
                if function is not None and not isinstance(function.node, ast.Lambda):
                    self._tell(function, function.node, found)

    def _tell(self, function: Function, node: ast.FunctionDef | ast.AsyncFunctionDef, found: list[tuple[int, str | None, Value]]) -> None:
        names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)][1 if function.receiver is not None else 0 :]
        fresh = False
        for index, called, value in found:
            name = called or (names[index] if 0 <= index < len(names) else None)
            key = (id(node), name or "", id(value.node))
            if name is None or key in self._told:
                continue
            self._told.add(key)
            known = self.engine.ambient.get(f"parameter:{id(node)}:{name}")
            self.engine.ambient[f"parameter:{id(node)}:{name}"] = value if known is None else join(known, value)
            fresh = True
        if fresh and self._depth < 8:
            self._depth += 1
            self.survey.enter(function)
            self._depth -= 1


class Helpers:
    """Functions of the program that add rules to what they are given. Guards which calls of `add_url_rule` are followed from outside."""

    def __init__(self, engine: Reading, wanted: Callable[[Value], bool]) -> None:
        self.engine = engine
        self.wanted = wanted
        self.helped: set[int] = set()
        self._inside: dict[int, tuple[ast.Call, ...]] = {}

    def added(self, node: ast.Call, frame: Frame) -> list[tuple[Module, ast.Call, Frame]]:
        """What a call of such a function adds: its calls of `add_url_rule`, with the names as they are for this call."""
        found: list[tuple[Module, ast.Call, Frame]] = []
        if not isinstance(node.func, ast.Name | ast.Attribute) or not (node.args or node.keywords):
            return found
        function = self.engine.evaluate(node.func, frame).function
        inside = self._rules(function) if function is not None else ()
        if function is None or not inside:
            return found
        args, named = arguments(self.engine, node, frame)
        given = bind_arguments(self.engine, function, args, tuple(named.items()))
        if not any(self.wanted(option) for value in given.values() for option in value.options()):
            return found
        chosen = {id(each) for each in inside}
        self.helped |= chosen

        def add(module: Module, statement: ast.stmt, inner: Frame) -> None:
            if isinstance(statement, ast.Expr):
                found.extend((module, call, replace(inner, names=dict(inner.names))) for call in ast.walk(statement)
                             if isinstance(call, ast.Call) and id(call) in chosen)  # fmt: skip

        Survey(self.engine, add).enter(function, given)
        return found

    def _rules(self, function: Function) -> tuple[ast.Call, ...]:
        if id(function.node) not in self._inside:
            names = {each.arg for each in function.node.args.args}
            self._inside[id(function.node)] = tuple(each for each in ast.walk(function.node) if isinstance(each, ast.Call) and _adds(each, names))
        return self._inside[id(function.node)]


def _adds(node: ast.Call, names: set[str]) -> bool:
    """`parameter.add_url_rule(name, …)`: both come from the caller."""
    function = node.func
    adds = isinstance(function, ast.Attribute) and function.attr in {"add_url_rule", "add_resource"}
    given = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id in names
    return adds and given and bool(node.args) and isinstance(node.args[0], ast.Name)
