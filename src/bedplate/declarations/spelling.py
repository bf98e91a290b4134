"""Reads the source of a rule before it is run: Python's own truth cannot be seen by tracing (`x is None` is simply False), so it is
refused by spelling. A rule that slipped through as `True` would be open to all."""
from __future__ import annotations

import ast
import builtins
import linecache
import sys
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

from bedplate.errors import Fault, Place

__all__ = ["misspelt", "place_of"]

_NO_CALL = {
    "len": ("D304", "`len(...)` is not known here", "write `.count()` on a relation"),
    "isinstance": ("D324", "`isinstance(...)` asks Python, not the row", "say by the annotation of `me` for which kind of account the rule is"),
    "issubclass": ("D324", "`issubclass(...)` asks Python, not the row", "say by the annotation of `me` for which kind of account the rule is"),
    "bool": ("D301", "`bool(...)` is Python's truth", "write the condition itself"),
    "any": ("D301", "`any(...)` is Python's truth", "join conditions with `|`, or write `.any(lambda row: ...)` on a relation"),
    "all": ("D301", "`all(...)` is Python's truth", "join conditions with `&`, or write `.every(lambda row: ...)` on a relation"),
}
_CLOCKS = frozenset({"now", "utcnow", "today", "time", "monotonic", "time_ns"})
_FOUND = tuple[str, str, str]


def place_of(function: Callable[..., Any]) -> Place:
    """Where the `def` of a function stands (not its decorators)."""
    code = function.__code__
    node = _definition(function)
    return Place(code.co_filename, node.lineno if node is not None else code.co_firstlineno)


def misspelt(function: Callable[..., Any], owner: type | None = None) -> list[Fault]:
    """Every wrong spelling in a rule, in the lambdas of it and in the application's own functions that it calls."""
    faults: list[Fault] = []
    _read(function, owner, faults, set())
    return faults


def _read(function: Callable[..., Any], owner: type | None, faults: list[Fault], seen: set[object]) -> None:
    code = function.__code__
    if code in seen:
        return
    seen.add(code)
    node = _definition(function)
    if node is None:
        place: Place = getattr(getattr(owner, "_declaration", None), "place", None) or place_of(function)
        faults.append(Fault("D320", f"the source of the rule {function.__name__!r} cannot be read", "write it in a file, as a function under `def`", place))
        return
    for part in _inside(node):
        found = _wrong(part)
        if found is not None:
            faults.append(Fault(*found, Place(code.co_filename, getattr(part, "lineno", node.lineno))))
        elif isinstance(part, ast.Call):
            called = _called(part.func, function, owner)
            if called is not None:
                _read(called, owner, faults, seen)


def _inside(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[ast.AST]:
    for statement in node.body:
        yield from ast.walk(statement)


def _wrong(node: ast.AST) -> _FOUND | None:
    match node:
        case ast.BoolOp(op=ast.And()):
            return "D321", "`and` between conditions", "write `a & b`, each side in brackets"
        case ast.BoolOp():
            return "D321", "`or` between conditions", "write `a | b`, each side in brackets"
        case ast.UnaryOp(op=ast.Not()):
            return "D321", "`not` before a condition", "write `~a`"
        case ast.Compare():
            return _comparison(node)
        case ast.If() | ast.IfExp() | ast.While() | ast.Match() | ast.Assert():
            return "D325", "a rule branches (`if`, `while`, `match`, `assert`)", "write conditions with `&`, `|`, `~`; values with `fn.when(...).otherwise(...)`"
        case ast.comprehension(ifs=[_, *_]):
            return "D325", "a rule branches (`if` in a comprehension)", "write conditions with `&`, `|`, `~`"
        case ast.Try() | ast.With() | ast.Await() | ast.Yield() | ast.YieldFrom() | ast.Global() | ast.Nonlocal():
            return "D326", "a rule is more than an expression", "give one expression; logic belongs into actions and hooks"
        case ast.JoinedStr():
            return "D327", "a text is put together from an expression (f-string)", "compare fields by themselves"
        case ast.Call():
            return _call(node)
        case _:
            return None


def _comparison(node: ast.Compare) -> _FOUND | None:
    if len(node.ops) > 1:
        return "D322", "a chained comparison is an `and`", "write `(a <= b) & (b < c)`"
    match node.ops[0]:
        case ast.Is():
            return "D323", "`is` compares Python objects: with `None` it is always False here", "write `field.is_null()`"
        case ast.IsNot():
            return "D323", "`is not` compares Python objects: with `None` it is always True here", "write `field.not_null()`"
        case ast.In():
            return "D303", "`in` cannot become a condition", "write `field.in_(options)`, or `text.contains(part)`"
        case ast.NotIn():
            return "D303", "`not in` cannot become a condition", "write `~field.in_(options)`"
        case _:
            return None


def _call(node: ast.Call) -> _FOUND | None:
    if isinstance(node.func, ast.Name) and node.func.id in _NO_CALL:
        return _NO_CALL[node.func.id]
    if isinstance(node.func, ast.Attribute) and node.func.attr in _CLOCKS and not _is_fn(node.func.value):
        return "D328", f"`{ast.unparse(node.func)}()` is the time of the boot", "write `fn.now()` or `fn.today()`: the time of each request"
    return None


def _is_fn(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "fn") or (isinstance(node, ast.Attribute) and node.attr == "fn")


def _called(target: ast.expr, function: Callable[..., Any], owner: type | None) -> FunctionType | None:
    """The application's own function behind a call, if it can be told."""
    found: object = None
    if isinstance(target, ast.Name):
        found = _names(function).get(target.id)
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        holder: object = owner if target.value.id == "cls" else _names(function).get(target.value.id)
        found = getattr(getattr(holder, "__dict__", {}).get(target.attr), "__func__", getattr(holder, "__dict__", {}).get(target.attr))
    if isinstance(found, FunctionType) and not found.__module__.startswith("bedplate.") and not _is_pythons(found):
        return found
    return None


def _is_pythons(function: FunctionType) -> bool:
    """Whether a function belongs to the standard library, which is no part of a rule; what it gives is seen by tracing."""
    return function.__module__.partition(".")[0] in sys.stdlib_module_names


def _names(function: Callable[..., Any]) -> dict[str, Any]:
    closed = dict(zip(function.__code__.co_freevars, function.__closure__ or (), strict=False))
    inner: dict[str, Any] = {}
    for name, cell in closed.items():
        try:
            inner[name] = cell.cell_contents
        except ValueError:
            continue
    return {**vars(builtins), **function.__globals__, **inner}


_FILES: dict[str, tuple[list[str], dict[int, ast.FunctionDef | ast.AsyncFunctionDef]]] = {}


def _definition(function: Callable[..., Any]) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    code = function.__code__
    return _definitions(code.co_filename).get(code.co_firstlineno)


def _definitions(file: str) -> dict[int, ast.FunctionDef | ast.AsyncFunctionDef]:
    lines = linecache.getlines(file)  # one list until the file is read anew: compared as such, not line by line for each function
    if file not in _FILES or _FILES[file][0] is not lines:
        found: dict[int, ast.FunctionDef | ast.AsyncFunctionDef] = {}
        try:
            tree = ast.parse("".join(lines))
        except SyntaxError:
            return {}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[min([node.lineno, *(one.lineno for one in node.decorator_list)])] = node
        _FILES[file] = (lines, found)
    return _FILES[file][1]
