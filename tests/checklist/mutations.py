"""Deletes one guard at a time from the source of an application: what a careless change would do. Lines keep their numbers."""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Mutant", "mutants", "skipped"]

_LEFT_OUT = {"tests", "test", "migrations", "alembic", "node_modules", "static"}
_CALLER = re.compile(r"\b(current_user|request\.user|self\.request\.user|(?:current_|known_)?(?:user|member|account|caller|me|person|actor)(?:_id)?)\b")
_GUARDING = re.compile(r"(login|auth|permission|require|role|admin|staff|superuser|owner|private|signed|office|jwt|token|member|access|allowed)", re.I)
_LIMITING = re.compile(r"(limiter\.|\.limit\(|ratelimit|throttle)", re.I)
_REFUSING = re.compile(r"(40[134]|abort|HTTPException|PermissionDenied|Http404|Forbidden|NotFound|Unauthorized|redirect)")
_ROUTES = frozenset({"get", "post", "put", "patch", "delete", "route", "api_view", "action", "websocket"})
_FILTERS = frozenset({"filter", "filter_by", "where", "get", "get_or_404", "get_object_or_404", "first_or_404", "one_or_404", "get_list_or_404"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One guard that is gone: the file, its new text, and what was deleted."""

    path: Path
    kind: str
    line: int
    deleted: str
    text: str


def skipped(path: Path) -> bool:
    """Files in which nothing is deleted: tests and what is made by tools."""
    return bool(_LEFT_OUT & set(path.parts)) or path.name.startswith(("test_", "conftest"))


def mutants(root: Path) -> Iterator[Mutant]:
    """Every guard of the application, deleted alone; in the order of files and lines."""
    for path in sorted(root.rglob("*.py")):
        if skipped(path.relative_to(root)):
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        for kind, node, instead in sorted(_guards(tree), key=lambda each: (each[1].lineno, each[1].col_offset, each[0])):
            made = _without(text, node, instead)
            if made is not None:
                yield Mutant(path, kind, node.lineno, ast.unparse(node)[:120], made)


Guard = tuple[str, "ast.expr | ast.stmt | ast.keyword", str]


def _guards(tree: ast.Module) -> Iterator[Guard]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _decorators(node)
        elif isinstance(node, ast.ClassDef):
            yield from _classes(node)
        elif isinstance(node, ast.Call):
            yield from _arguments(node)
        elif isinstance(node, ast.If) and not node.orelse and _judges(node):
            yield "comparison", node, "pass"
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice) and _bounds(node.slice) and _asks(node.value):
            yield "limit", node, ast.unparse(node.value)


def _routed(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute | ast.Name)
               and (each.func.attr if isinstance(each.func, ast.Attribute) else each.func.id) in _ROUTES for each in node.decorator_list)  # fmt: skip


def _decorators(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[Guard]:
    view = any(argument.arg == "request" for argument in node.args.args[:2])
    for each in node.decorator_list:
        words = ast.unparse(each)
        called = each.func if isinstance(each, ast.Call) else each
        if not (_routed(node) or view) or (isinstance(called, ast.Attribute) and called.attr in _ROUTES | {"exception_handler", "errorhandler", "setter"}):
            continue
        if _LIMITING.search(words):
            yield "limit", each, ""
        elif _GUARDING.search(ast.unparse(called) if not re.search(r"user_passes_test|method_decorator|requires?$|permission_classes", ast.unparse(called)) else words) and not re.search(r"require_(http_methods|GET|POST|safe)|csrf|exempt", words):
            yield "decorator", each, ""
    used = {each.id for part in node.body for each in ast.walk(part) if isinstance(each, ast.Name)}
    given = [*zip(node.args.args[len(node.args.args) - len(node.args.defaults) :], node.args.defaults, strict=True), *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]
    for argument, default in given if _routed(node) else ():
        if isinstance(default, ast.Call) and ast.unparse(default.func) in {"Depends", "Security"} and argument.arg not in used and _GUARDING.search(ast.unparse(default)):
            yield "dependency", default, "None"


def _classes(node: ast.ClassDef) -> Iterator[Guard]:
    for each in node.body:
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name) and each.targets[0].id in {"permission_classes", "throttle_classes"}:
            if isinstance(each.value, ast.List | ast.Tuple) and each.value.elts and "AllowAny" not in ast.unparse(each.value):
                yield "permission" if each.targets[0].id == "permission_classes" else "limit", each, f"{each.targets[0].id} = []"


def _arguments(node: ast.Call) -> Iterator[Guard]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
    for word in node.keywords:
        if word.arg == "dependencies" and isinstance(word.value, ast.List) and _GUARDING.search(ast.unparse(word.value)):
            yield "dependency", word.value, "[]"
        elif word.arg == "response_model" and name in _ROUTES and not (isinstance(word.value, ast.Constant) and word.value.value is None):
            yield "response model", word.value, "None"
        elif name in _FILTERS and word.arg is not None and _CALLER.search(ast.unparse(word.value)) and len(node.args) + len(node.keywords) > 1:
            yield "owner filter", word, ""
    for argument in node.args if name in _FILTERS else ():
        if isinstance(argument, ast.Compare) and _CALLER.search(ast.unparse(argument.comparators[0])):
            yield "owner filter", argument, "True" if len(node.args) + len(node.keywords) == 1 else ""
    if name == "limit" and isinstance(node.func, ast.Attribute) and len(node.args) == 1 and isinstance(node.func.value, ast.Call):
        yield "limit", node, ast.unparse(node.func.value)


def _judges(node: ast.If) -> bool:
    """A comparison with the caller, and a refusal as its only way."""
    compared = any(isinstance(each, ast.Compare) for each in ast.walk(node.test)) and _CALLER.search(ast.unparse(node.test))
    ends = isinstance(node.body[-1], ast.Raise | ast.Return) or "abort" in ast.unparse(node.body[-1])
    absent = any(isinstance(each, ast.Constant) and each.value is None for each in ast.walk(node.test))
    return bool(compared) and not absent and ends and bool(_REFUSING.search(ast.unparse(node)))


def _asks(node: ast.expr) -> bool:
    """A query that is cut: `rows.filter(…).order_by(…)[:50]`."""
    return isinstance(node, ast.Call) and bool(re.search(r"\.(filter|order_by|all|exclude|where)\(", ast.unparse(node)))


def _bounds(node: ast.Slice) -> bool:
    return node.lower is None and isinstance(node.upper, ast.Constant | ast.Name) and node.step is None


def _without(text: str, node: ast.expr | ast.stmt | ast.keyword, instead: str) -> str | None:
    """The text with something else in the node's place; None where that is no Python any more."""
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    start = starts[first] + len(lines[first].encode()[: node.col_offset].decode())
    end = starts[last] + len(lines[last].encode()[: node.end_col_offset or 0].decode())
    kept = "\n" * text[start:end].count("\n")
    before, after = text[:start], text[end:]
    if not instead and before.rstrip(" ").endswith("@"):  # a decorator
        before = before.rstrip(" ")[:-1].rstrip(" ")
    elif not instead:  # an argument
        after, before = (after.lstrip(" ")[1:], before) if after.lstrip().startswith(",") and after.lstrip(" ").startswith(",") else (
            after, re.sub(r",\s*$", lambda match: "\n" * match[0].count("\n"), before))  # fmt: skip
    made = before + instead + kept + after if "\n" not in instead else None
    try:
        if made is None or ast.dump(ast.parse(made)) == ast.dump(ast.parse(text)):
            return None
    except SyntaxError:
        return None
    return made
