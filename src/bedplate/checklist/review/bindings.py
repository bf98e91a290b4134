"""What the names at the top of a module stand for, before anything is evaluated."""
from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from bedplate.checklist.review.source import Module

__all__ = ["Assigned", "Imported", "bind", "imports_of"]


@dataclass(frozen=True, slots=True)
class Imported:
    """`import dotted` (attribute empty) or `from dotted import attribute`; `level` counts the dots of a relative import."""

    dotted: str
    attribute: str
    level: int


@dataclass(frozen=True, slots=True)
class Assigned:
    """`name = value`; with an index for tuple targets, and the annotation where there is one."""

    value: ast.expr | None
    annotation: ast.expr | None
    index: int | None
    node: ast.stmt


def imports_of(node: ast.Import | ast.ImportFrom) -> Iterable[tuple[str, Imported]]:
    """The names that an import statement binds."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, Imported(alias.name, "", 0)
            else:
                yield alias.name.split(".")[0], Imported(alias.name.split(".")[0], "", 0)
        return
    for alias in node.names:
        if alias.name != "*":
            yield alias.asname or alias.name, Imported(node.module or "", alias.name, node.level)


def bind(module: Module) -> None:
    """Fill the module's bindings; does nothing the second time."""
    if module.bound:
        return
    module.bound = True
    _block(module, module.tree.body)


def _block(module: Module, body: Iterable[ast.stmt]) -> None:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            module.bindings.setdefault(node.name, []).append(node)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            if isinstance(node, ast.ImportFrom) and node.names[0].name == "*":
                module.stars.append((node.module or "", node.level))
            for name, imported in imports_of(node):
                module.bindings.setdefault(name, []).append(imported)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            _assignment(module, node)
        else:
            for inner in _inner(node):
                _block(module, inner)


def _inner(node: ast.stmt) -> list[list[ast.stmt]]:
    if isinstance(node, ast.If | ast.For | ast.While):
        return [node.body, node.orelse]
    if isinstance(node, ast.Try):
        return [node.body, *(handler.body for handler in node.handlers), node.orelse, node.finalbody]
    return [node.body] if isinstance(node, ast.With) else []


def _assignment(module: Module, node: ast.Assign | ast.AnnAssign) -> None:
    if isinstance(node, ast.AnnAssign):
        if isinstance(node.target, ast.Name):
            module.bindings.setdefault(node.target.id, []).append(Assigned(node.value, node.annotation, None, node))
        return
    for target in node.targets:
        if isinstance(target, ast.Name):
            module.bindings.setdefault(target.id, []).append(Assigned(node.value, None, None, node))
        elif isinstance(target, ast.Tuple | ast.List):
            for index, element in enumerate(target.elts):
                if isinstance(element, ast.Name):
                    module.bindings.setdefault(element.id, []).append(Assigned(node.value, None, index, node))
