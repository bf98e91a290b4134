"""Walks a module in order, into functions too, so that what a factory makes is known where it is used."""
from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from bedplate.checklist.review.engine import Reading
from bedplate.checklist.review.frame import Frame
from bedplate.checklist.review.source import Module
from bedplate.checklist.review.value import NOTHING, Function, Value

__all__ = ["Decorated", "Survey", "arguments", "elements_of", "listed", "words"]


@dataclass(frozen=True)
class Decorated:
    """A decorated function or class, with the names that it sees where it stands."""

    module: Module
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    frame: Frame


@dataclass
class Survey:
    """One walk over all modules of a framework. Guards what was decorated; `on_statement` is asked for every statement, in order."""

    engine: Reading
    on_statement: Callable[[Module, ast.stmt, Frame], None]
    decorated: list[Decorated] = field(default_factory=list[Decorated])

    def walk(self, module: Module) -> None:
        self._block(module, module.tree.body, self.engine.frame_of(module))

    def enter(self, function: Function, given: dict[str, Value] | None = None) -> None:
        """Walk the body of one function (again), now that more is known of its parameters."""
        if not isinstance(function.node, ast.Lambda):
            frame = self.engine.frame_of(function.module)
            frame.names = {**(function.scope or {}), **self._parameters(function.node, frame), **(given or {})}
            self._block(function.module, function.node.body, frame)

    def _parameters(self, node: ast.FunctionDef | ast.AsyncFunctionDef, frame: Frame) -> dict[str, Value]:
        """What calls hand to the function, or its defaults; a parameter hides what has its name outside."""
        spec = node.args
        every = [*spec.posonlyargs, *spec.args, *spec.kwonlyargs]
        defaults = dict(zip((each.arg for each in reversed([*spec.posonlyargs, *spec.args])), reversed(spec.defaults), strict=False))
        defaults.update((each.arg, default) for each, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if default is not None)
        found: dict[str, Value] = {}
        for each in every:
            given = self.engine.ambient.get(f"parameter:{id(node)}:{each.arg}")
            found[each.arg] = given or (self.engine.evaluate(defaults[each.arg], frame) if each.arg in defaults else NOTHING)
        return found

    def _block(self, module: Module, body: list[ast.stmt], frame: Frame) -> None:
        for node in body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.decorator_list:
                self.decorated.append(Decorated(module, node, frame))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                if node not in module.tree.body:
                    frame.names[node.name] = Value("function", Function(module, node, None, None, frame.names))
                self._block(module, node.body, replace(frame, names={**frame.names, **self._parameters(node, frame)}, events=[]))
                continue
            if isinstance(node, ast.Assign | ast.AnnAssign | ast.Import | ast.ImportFrom) and node not in module.tree.body:
                self.engine.execute([node], frame)
            self.on_statement(module, node, frame)
            for block in _blocks(node):
                self._iteration(node, frame)
                self._block(module, block, frame)

    def _iteration(self, node: ast.stmt, frame: Frame) -> None:
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            iterated = self.engine.evaluate(node.iter, frame)
            if iterated.args:
                frame.names[node.target.id] = Value("union", args=iterated.args)


def _blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    if isinstance(node, ast.If | ast.For | ast.AsyncFor | ast.While):
        yield from (node.body, node.orelse)
    elif isinstance(node, ast.With | ast.AsyncWith):
        yield node.body
    elif isinstance(node, ast.Try):
        yield from (node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody)


def arguments(engine: Reading, node: ast.Call, frame: Frame) -> tuple[tuple[Value, ...], dict[str, Value]]:
    """The arguments of a call of the framework, evaluated."""
    args = tuple(engine.evaluate(each, frame) for each in node.args if not isinstance(each, ast.Starred))
    named = {word.arg: engine.evaluate(word.value, frame) for word in node.keywords if word.arg}
    for word in node.keywords:
        if word.arg is None:
            named.update(engine.evaluate(word.value, frame).named)
    return args, named


def words(value: Value | None) -> str | None:
    """A text as far as it is known, with `{}` where something unknown is put in; None when nothing of it is."""
    if value is None:
        return None
    if value.kind == "constant":
        return value.ref if isinstance(value.ref, str) else None
    if value.kind == "string":
        parts = [words(part) for part in value.args]
        return "".join(part or "{}" for part in parts) if any(parts) else None
    return None


def elements_of(value: Value | None) -> tuple[Value, ...]:
    """The members of a list or tuple; nothing for anything else."""
    return value.args if value is not None and value.kind == "sequence" else ()


def listed(value: Value | None) -> list[str]:
    """The texts of a list or tuple."""
    return [str(each.ref) for each in elements_of(value) if isinstance(each.ref, str)]
