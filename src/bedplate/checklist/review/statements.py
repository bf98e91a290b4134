"""Follows the statements of a function in order: branches are joined, loops are run once, refusals remember their conditions."""
from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from bedplate.checklist.review.bindings import imports_of
from bedplate.checklist.review.frame import Engine, Frame, place_of
from bedplate.checklist.review.members import STATE
from bedplate.checklist.review.statuses import answered
from bedplate.checklist.review.stores import delete_item, iterated, row_of, write_attribute, write_item
from bedplate.checklist.review.trace import Event, touched_by
from bedplate.checklist.review.value import EMPTY, NOTHING, Class, Function, Value, deep_labels, is_fixed, join

__all__ = ["assign", "elements", "execute", "looped", "recognised"]

_CHECKS = frozenset({"match", "fullmatch", "isdigit", "isalnum", "isidentifier", "isnumeric", "isdecimal"})


def execute(engine: Engine, body: list[ast.stmt], frame: Frame) -> bool:
    """Follow a block; true when control does not leave it at its end."""
    conditions = len(frame.conditions)
    ended = False
    for node in body:
        handler = _STATEMENTS.get(type(node))
        if handler is not None and handler(engine, node, frame):
            ended = True
            break
    del frame.conditions[conditions:]
    return ended


def _expression(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Expr)
    before = len(frame.events)
    engine.evaluate(node.value, frame)
    return any(event.kind == "refuse" and "abort" in event.within for event in frame.events[before:])


def _assigned(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    if isinstance(node, ast.Assign):
        value = engine.evaluate(node.value, frame)
        for target in node.targets:
            assign(engine, target, value, frame)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        assign(engine, node.target, engine.evaluate(node.value, frame), frame)
    elif isinstance(node, ast.AugAssign):
        added = engine.evaluate(ast.copy_location(ast.BinOp(_loaded(node.target), node.op, node.value), node), frame)
        assign(engine, node.target, added, frame)
    return False


def _loaded(node: ast.Name | ast.Attribute | ast.Subscript) -> ast.expr:
    if isinstance(node, ast.Name):
        return ast.copy_location(ast.Name(node.id, ast.Load()), node)
    if isinstance(node, ast.Attribute):
        return ast.copy_location(ast.Attribute(node.value, node.attr, ast.Load()), node)
    return ast.copy_location(ast.Subscript(node.value, node.slice, ast.Load()), node)


def assign(engine: Engine, target: ast.expr, value: Value, frame: Frame) -> None:
    """Bind a target; attributes and items of rows and stores become writes."""
    if isinstance(target, ast.Name):
        frame.names[target.id] = value
    elif isinstance(target, ast.Tuple | ast.List):
        for index, element in enumerate(target.elts):
            known = value.args[index] if value.kind == "sequence" and index < len(value.args) else elements(value)
            assign(engine, element, known, frame)
    elif isinstance(target, ast.Attribute):
        _assign_attribute(engine, target, value, frame)
    elif isinstance(target, ast.Subscript):
        receiver = engine.evaluate(target.value, frame)
        key = engine.evaluate(target.slice, frame)
        if receiver.kind == "mapping" and isinstance(target.value, ast.Name) and isinstance(key.ref, str):
            named = (*(pair for pair in receiver.named if pair[0] != key.ref), (key.ref, value))
            frame.names[target.value.id] = replace(receiver, named=named)
        if isinstance(target.value, ast.Attribute) and target.value.attr == "headers":
            frame.happen(Event("call", place_of(frame.module, target), ".headers.set", receiver, (key, value), labels=frame.labels()))
        write_item(engine, receiver, key, value, target, frame)


def _assign_attribute(engine: Engine, target: ast.Attribute, value: Value, frame: Frame) -> None:
    receiver = engine.evaluate(target.value, frame)
    if receiver.dotted in {"flask.g", "starlette.datastructures.State"} or "request" in receiver.dotted.lower():
        engine.ambient[f"state:{target.attr}"] = value
    if (token := receiver.keyword(STATE)) is not None:
        engine.ambient[f"{token.ref}.{target.attr}"] = value
    if target.attr == "status_code":
        frame.happen(Event("call", place_of(frame.module, target), ".status_code.set", receiver, (value,), labels=frame.labels()))
    write_attribute(engine, receiver, target, value, frame)


def elements(value: Value) -> Value:
    """What iterating over a value gives."""
    if value.kind == "sequence" and value.args:
        joined = value.args[0]
        for other in value.args[1:8]:
            joined = join(joined, other)
        return joined
    if value.kind in {"query", "store"}:
        return row_of(value)
    if value.kind == "union":
        joined = elements(value.args[0])
        for other in value.args[1:]:
            joined = join(joined, elements(other))
        return joined
    return Value("unknown", labels=value.labels, text=value.text) if value.kind != "instance" else replace(value, args=(), named=())


def _branch(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.If)
    test = engine.evaluate(node.test, frame)
    if is_fixed(test):
        taken = node.body if test.ref else node.orelse
        return engine.execute(taken, frame) if taken else False
    labels = deep_labels(test)
    before = dict(frame.names)
    allowed = _checked(node.test, positive=True)
    _clean(frame, allowed)
    recognised(engine, node.test, frame)
    frame.conditions.append(labels)
    ended = engine.execute(node.body, frame)
    first = frame.names
    frame.names = dict(before)
    _clean(frame, _checked(node.test, positive=False))
    other_ended = engine.execute(node.orelse, frame) if node.orelse else False
    frame.conditions.pop()
    if other_ended and not ended:
        frame.names = first
    elif ended == other_ended:
        frame.names = _merge(first, frame.names)
    if ended or other_ended:
        frame.conditions.append(labels)
    return ended and other_ended


def recognised(engine: Engine, test: ast.expr, frame: Frame) -> None:
    """`isinstance(error, SomeError)`: inside, the exception is one that was foreseen."""
    if not (isinstance(test, ast.Call) and isinstance(test.func, ast.Name) and test.func.id == "isinstance" and len(test.args) == 2):
        return
    name = test.args[0]
    if isinstance(name, ast.Name) and (known := frame.names.get(name.id)) is not None and known.ref == "exception":
        kinds = engine.evaluate(test.args[1], frame)
        if not any(each.dotted in {"builtins.Exception", "builtins.BaseException"} for each in (*kinds.options(), *kinds.args)):
            frame.names[name.id] = replace(known, labels=frozenset({"exception:narrow"}))


def _merge(left: dict[str, Value], right: dict[str, Value]) -> dict[str, Value]:
    merged = {name: value for name, value in left.items() if name in right or not name.startswith("checked ")}  # checked on both ways, or not at all
    for name, value in right.items():
        if name in left or not name.startswith("checked "):
            merged[name] = join(left[name], value) if name in left else value
    return merged


def _checked(test: ast.expr, *, positive: bool) -> set[str]:
    """Names that a test confines to a fixed set or form: `x in ALLOWED`, `PATTERN.fullmatch(x)`, and their negations."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return _checked(test.operand, positive=not positive)
    if isinstance(test, ast.BoolOp):
        matching = isinstance(test.op, ast.And) == positive
        return set[str]().union(*(_checked(each, positive=positive) for each in test.values)) if matching else set()
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name | ast.Attribute):
        wanted = ast.In if positive else ast.NotIn
        equal = ast.Eq if positive else ast.NotEq
        fixed = isinstance(test.ops[0], wanted) or (isinstance(test.ops[0], equal) and isinstance(test.comparators[0], ast.Constant))
        if fixed:
            return {ast.unparse(test.left)}
        nothing = ast.IsNot if positive else ast.Is
        if isinstance(test.ops[0], nothing):
            return set()
    if isinstance(test, ast.Call) and isinstance(test.func, ast.Attribute) and test.func.attr in _CHECKS and positive:
        inner = [*test.args, test.func.value]
        inner = [each.args[0] if isinstance(each, ast.Call) and ast.unparse(each.func) == "str" and each.args else each for each in inner]
        return {ast.unparse(each) for each in inner if isinstance(each, ast.Name | ast.Attribute)}
    return set()


def _clean(frame: Frame, names: set[str]) -> None:
    for name in names:
        if name in frame.names:
            frame.names[name] = replace(frame.names[name], text=False)
        elif "." in name:
            frame.names[f"checked {name}"] = NOTHING


def _loop(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    over = iterated(engine.evaluate(node.iter, frame), node.iter, frame) if isinstance(node, ast.For | ast.AsyncFor) else None  # once, before the loop
    words = looped(over)
    frame.within.extend(words)
    if isinstance(node, ast.For | ast.AsyncFor) and over is not None:
        assign(engine, node.target, elements(over), frame)
        frame.conditions.append(EMPTY)
        engine.execute(node.body, frame)
        frame.conditions.pop()
        engine.execute(node.orelse, frame)
    elif isinstance(node, ast.While):
        frame.conditions.append(engine.evaluate(node.test, frame).labels)
        engine.execute(node.body, frame)
        frame.conditions.pop()
    del frame.within[len(frame.within) - len(words) :]
    return False


def looped(over: Value | None) -> list[str]:
    """The words for what happens inside of a loop: that it is one, and whose rows (or columns of rows) it goes through."""
    rows = set[str]()
    for one in elements(over).options() if over is not None else ():
        if one.kind == "row" and one.query is not None:
            rows.add(one.query.collection)
        elif one.parts[:1] == ("row",):
            rows.add(str(one.parts[1]))
    return ["loop", *(f"loop:{name}" for name in sorted(rows))]


def _with(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.With | ast.AsyncWith)
    for item in node.items:
        value = engine.evaluate(item.context_expr, frame)
        if item.optional_vars is not None:
            assign(engine, item.optional_vars, value, frame)
    return engine.execute(node.body, frame)


def _try(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Try)
    before = len(frame.events)
    start = dict(frame.names)
    frame.within.append("try")
    ended = engine.execute(node.body, frame)
    if not ended:
        ended = engine.execute(node.orelse, frame)
    frame.within.pop()
    tried = touched_by(frame.events[before:])
    first = frame.names
    all_ended = ended
    for handler in node.handlers:
        frame.names = _merge(start, first)
        handler_ended = _handler(engine, handler, tried, frame)
        first = first if handler_ended else (frame.names if all_ended else _merge(first, frame.names))
        all_ended = all_ended and handler_ended
    frame.names = first
    return engine.execute(node.finalbody, frame) or (all_ended if node.handlers else ended)


def _handler(engine: Engine, handler: ast.ExceptHandler, tried: frozenset[str], frame: Frame) -> bool:
    caught = engine.evaluate(handler.type, frame) if handler.type is not None else Value("external", "builtins.BaseException")
    options = caught.args if caught.kind == "sequence" else caught.options()
    names = [each.dotted or (each.ref.name if isinstance(each.ref, Class) else "") for each in options]
    broad = any(name in {"builtins.Exception", "builtins.BaseException"} or name.startswith(_INTERNAL) for name in names)
    marks = frozenset({"exception:broad"} if broad else {"exception:narrow"})
    if handler.name:
        frame.names[handler.name] = Value("unknown", "exception", labels=marks)
    frame.conditions.append(tried)
    frame.within.append("except:broad" if broad else "except:narrow")
    ended = engine.execute(handler.body, frame)
    frame.within.pop()
    frame.conditions.pop()
    return ended


_INTERNAL = ("sqlalchemy.exc.", "sqlite3.", "psycopg", "pymysql", "asyncpg", "django.db.", "redis.", "botocore.")


def _raise(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Raise)
    if node.exc is None:
        return True
    value = engine.evaluate(node.exc, frame)
    frame.happen(
        Event("refuse", place_of(frame.module, node), "raise", None, (value,), labels=frame.labels(),
              statuses=engine.statuses(value), within=frozenset(frame.within))
    )  # fmt: skip
    return True


def _return(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Return)
    value = engine.evaluate(node.value, frame) if node.value is not None else Value("constant", None)
    decided = value.kind == "constant" and isinstance(value.ref, bool)  # a yes or no tells of the conditions under which it is said
    frame.returns.append(value.with_labels(frame.labels()) if decided else value)
    statuses = answered(value)
    refusals = frozenset(status for status in statuses if status in {302, 303} or status >= 400)
    place = place_of(frame.module, node)
    within = frozenset(frame.within)
    if refusals:
        frame.happen(Event("refuse", place, "return", None, (value,), labels=frame.labels(), statuses=refusals, within=within))
    frame.happen(Event("return", place, "", None, (value,), labels=frame.labels(), statuses=statuses, within=within))
    return True


def _assert(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Assert)
    engine.evaluate(node.test, frame)
    return False


def _define(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        value = Value("function", Function(frame.module, node, None, None, _scope(frame)))
        for decorator in reversed(node.decorator_list):
            made = engine.call_value(engine.evaluate(decorator, frame), (value,), (), decorator, frame)
            value = made if made.kind in {"function", "class"} or made.cls is not None else value  # a library's decorator changes no meaning
        frame.names[node.name] = value
    elif isinstance(node, ast.ClassDef):
        frame.names[node.name] = Value("class", Class(frame.module, node, _scope(frame)))
    elif isinstance(node, ast.Import | ast.ImportFrom):
        for name, imported in imports_of(node):
            frame.names[name] = engine.imported(imported, frame.module)
    return False


def _scope(frame: Frame) -> dict[str, Value]:
    """Names that an inner definition sees: the very same mapping, so that later assignments are seen too."""
    return {**frame.scope, **frame.names} if frame.scope else frame.names


def _delete(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Delete)
    for target in node.targets:
        if isinstance(target, ast.Subscript):
            delete_item(engine, engine.evaluate(target.value, frame), engine.evaluate(target.slice, frame), target, frame)
    return False


def _leave(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    return True


def _match(engine: Engine, node: ast.stmt, frame: Frame) -> bool:
    assert isinstance(node, ast.Match)
    frame.conditions.append(engine.evaluate(node.subject, frame).labels)
    merged = dict(frame.names)
    for case in node.cases:
        engine.execute(case.body, frame)
        merged = _merge(merged, frame.names)
    frame.names = merged
    frame.conditions.pop()
    return False


_STATEMENTS: dict[type[ast.stmt], Callable[[Engine, ast.stmt, Frame], bool]] = {
    ast.Expr: _expression, ast.Assign: _assigned, ast.AnnAssign: _assigned, ast.AugAssign: _assigned, ast.If: _branch, ast.For: _loop,
    ast.AsyncFor: _loop, ast.While: _loop, ast.With: _with, ast.AsyncWith: _with, ast.Try: _try, ast.Raise: _raise, ast.Return: _return,
    ast.Assert: _assert, ast.FunctionDef: _define, ast.AsyncFunctionDef: _define, ast.ClassDef: _define, ast.Import: _define,
    ast.ImportFrom: _define, ast.Delete: _delete, ast.Continue: _leave, ast.Break: _leave, ast.Match: _match,
}  # fmt: skip
