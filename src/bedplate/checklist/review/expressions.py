"""What an expression is: dispatched on the kind of its node, never by running it."""
from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import replace

from bedplate.checklist.review.calls import call
from bedplate.checklist.review.frame import Engine, Frame, place_of
from bedplate.checklist.review.statements import assign, elements, looped, recognised
from bedplate.checklist.review.stores import iterated, row_of
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import (
    EMPTY,
    NOTHING,
    Function,
    Predicate,
    Query,
    Value,
    constant,
    deep_labels,
    external,
    fixed,
    gather,
    is_fixed,
    join,
    request_labels,
)

__all__ = ["evaluate"]


def evaluate(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    """The value of an expression."""
    handler = _EXPRESSIONS.get(type(node))
    return NOTHING if handler is None else handler(engine, node, frame)


def _constant(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Constant)
    return Value("constant", node.value, node=node, module=frame.module)


def _name(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Name)
    if node.id in frame.names:
        return frame.names[node.id]
    if frame.scope and node.id in frame.scope:
        return frame.scope[node.id]
    return engine.global_name(frame.module, node.id)


def _attribute(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Attribute)
    found = engine.attribute(engine.evaluate(node.value, frame), node.attr, node, frame)
    if found.text and f"checked {ast.unparse(node)}" in frame.names:
        return replace(found, text=False)
    return found


def _call(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Call)
    return call(engine, node, frame)


def _format(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.JoinedStr)
    parts: list[Value] = []
    for part in node.values:
        value = engine.evaluate(part.value, frame) if isinstance(part, ast.FormattedValue) else engine.evaluate(part, frame)
        parts.append(value)
    labels, text = gather(parts)
    return Value("string", args=tuple(parts), labels=labels, text=text, node=node, module=frame.module)


def _operation(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.BinOp)
    left = engine.evaluate(node.left, frame)
    right = engine.evaluate(node.right, frame)
    if left.kind == "predicate" or right.kind == "predicate":
        return _both((left, right))
    labels, text = gather((left, right))
    if isinstance(node.op, ast.BitOr):
        if left.kind in {"class", "external"} or left.dotted.startswith("typing"):
            return Value("instance", "typing.Union", (left, right))
        return Value("union", args=(left, right), labels=labels, text=text)
    if isinstance(node.op, ast.BitAnd) and left.kind == right.kind == "class":
        return Value("instance", "typing.Intersection", (left, right))
    if isinstance(node.op, ast.Div) and left.dotted:
        return Value("instance", "pathlib.Path", (left, right), labels=labels, text=text, node=node, module=frame.module)
    if isinstance(node.op, ast.Add) and left.kind == right.kind == "sequence":
        return Value("sequence", args=(*left.args, *right.args), labels=labels, text=text)
    if isinstance(node.op, ast.Add) and isinstance(left.ref, str) and isinstance(right.ref, str) and left.kind == right.kind == "constant":
        return Value("constant", left.ref + right.ref, node=node, module=frame.module)
    if isinstance(node.op, ast.Add | ast.Mod) and (_textual(left) or _textual(right)):
        parts = (left, *(right.args if right.kind == "sequence" else (right,)))
        return Value("string", args=parts, labels=labels, text=text, node=node, module=frame.module)
    return Value("unknown", labels=labels, text=text and isinstance(node.op, ast.Add))


def _textual(value: Value) -> bool:
    return value.kind == "string" or (value.kind == "constant" and isinstance(value.ref, str)) or value.text


def _both(values: tuple[Value, ...]) -> Value:
    """Conditions joined by `&`, `|`, `and_` or `or_`."""
    found: list[Predicate] = []
    labels: set[str] = set()
    for value in values:
        labels |= value.labels
        if value.kind == "predicate":
            found.extend(value.predicates)
    return Value("predicate", tuple(found), labels=frozenset(labels))


def _logic(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.BoolOp)
    values: tuple[Value, ...] = ()
    for each in node.values:
        value = engine.evaluate(each, frame)
        if is_fixed(value) and isinstance(value.ref, bool):
            if value.ref == isinstance(node.op, ast.Or):
                return value if not values else replace(_any(values), text=False)
            continue
        values = (*values, value)
    if not values:
        return fixed(isinstance(node.op, ast.And))
    return _both(values) if any(value.kind == "predicate" for value in values) else _any(values)


def _any(values: tuple[Value, ...]) -> Value:
    joined = values[0]
    for value in values[1:]:
        joined = join(joined, value)
    return joined.with_labels(frozenset[str]().union(*(value.labels for value in values)))


def _not(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.UnaryOp)
    value = engine.evaluate(node.operand, frame)
    if value.kind == "predicate":
        return value
    if is_fixed(value) and isinstance(node.op, ast.Not):
        return fixed(not value.ref)
    if isinstance(node.op, ast.USub) and isinstance(value.ref, int | float):
        return constant(-value.ref)
    return Value("unknown", labels=value.labels)


def _compare(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Compare)
    left = engine.evaluate(node.left, frame)
    rights = [engine.evaluate(each, frame) for each in node.comparators]
    labels = frozenset[str]().union(deep_labels(left), *(deep_labels(each) for each in rights))
    for column, other in ((left, rights[0]), (rights[0], left)):
        if column.kind == "column" and column.parts:
            return Value("predicate", (Predicate(str(column.parts[1]), deep_labels(other), str(column.parts[0])),), labels=deep_labels(other))
    name = type(node.ops[0]).__name__
    decided = _decided(node, name, left, rights[0], frame) if len(rights) == 1 else None
    if decided is not None:
        return fixed(decided)
    frame.happen(Event("compare", place_of(frame.module, node), name, None, (left, *rights), labels=frame.labels()))
    return Value("unknown", "comparison", labels=labels)


def _decided(node: ast.Compare, name: str, left: Value, right: Value, frame: Frame) -> bool | None:
    """What a comparison gives where this way through the code fixes it: the method or action of a route, an argument that is not given."""
    if name in {"Is", "IsNot"} and right.kind == "constant" and right.ref is None and isinstance(node.left, ast.Name):
        absent = left.kind == "constant" and left.ref is None
        if node.left.id in frame.names and (absent or all(each.kind in {"query", "function", "class"} for each in left.options())):
            return absent == (name == "Is")
    if is_fixed(left) and name in {"Eq", "NotEq", "In", "NotIn"}:
        options = (right,) if name in {"Eq", "NotEq"} else right.args if right.kind == "sequence" else ()
        words = [option.ref for option in options if isinstance(option.ref, str)]
        if options and len(words) == len(options):
            return (left.ref in words) == (name in {"Eq", "In"})
    return None


def _choice(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.IfExp)
    test = engine.evaluate(node.test, frame)
    if is_fixed(test):
        return engine.evaluate(node.body if test.ref else node.orelse, frame)
    before = dict(frame.names)
    recognised(engine, node.test, frame)
    taken = engine.evaluate(node.body, frame)
    frame.names = before
    return join(taken, engine.evaluate(node.orelse, frame)).with_labels(test.labels & _without_request(test.labels))


def _without_request(labels: frozenset[str]) -> frozenset[str]:
    return frozenset(label for label in labels if not label.startswith(("body", "query:", "path:", "form:", "header:")))


def _subscript(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Subscript)
    value = engine.evaluate(node.value, frame)
    if value.kind == "class" or (value.kind == "external" and not value.labels):
        inner = engine.evaluate(node.slice, frame)
        args = inner.args if isinstance(node.slice, ast.Tuple) else (inner,)
        return Value("instance", value.ref, args, node=node) if value.kind == "external" else replace(value, args=args)
    if isinstance(node.slice, ast.Slice):
        return _slice(engine, node.slice, value, frame)
    return item(engine, value, engine.evaluate(node.slice, frame), node, frame)


def _slice(engine: Engine, node: ast.Slice, value: Value, frame: Frame) -> Value:
    if value.query and value.kind == "query" and node.upper is not None:
        return replace(value, ref=replace(value.query, limited=True, limit=engine.evaluate(node.upper, frame)))
    if value.kind == "unknown" and node.upper is not None and isinstance(engine.evaluate(node.upper, frame).ref, int):
        return replace(value, ref="beginning")  # the first few signs of it
    return value


def item(engine: Engine, value: Value, key: Value, node: ast.AST, frame: Frame) -> Value:
    """`value[key]`."""
    if value.kind == "union":
        return join(item(engine, value.args[0], key, node, frame), item(engine, value.args[-1], key, node, frame))
    if value.kind == "store":
        query = Query(str(value.ref), predicates=(Predicate("key", deep_labels(key)),), single=True)
        frame.happen(Event("fetch", place_of(frame.module, node), query.collection, query=query, labels=frame.labels()))
        return row_of(Value("query", query))
    if value.kind == "mapping":
        if isinstance(key.ref, str) and (found := value.keyword(key.ref)) is not None:
            return found
        options = [inner for _, inner in value.named]
        if options and all(inner.kind in {"class", "function"} for inner in options):
            return Value("union", args=tuple(options[:5]), labels=value.labels)
        labels, text = gather(options)
        return Value("unknown", labels=labels | value.labels, text=text or value.text)
    if value.kind == "sequence" and isinstance(key.ref, int) and -len(value.args) <= key.ref < len(value.args):
        return value.args[key.ref]
    if value.kind == "row" and value.query and isinstance(key.ref, int) and 0 <= key.ref < len(value.query.columns):
        return engine.attribute(value, value.query.columns[key.ref], node, frame)
    if isinstance(key.ref, str) and value.kind in {"row", "instance", "unknown", "external"}:
        part_of_request = value.kind == "external" and bool(request_labels(value.labels))
        return engine.attribute(replace(value, kind="unknown") if part_of_request else value, key.ref, node, frame)
    return elements(value) if value.kind in {"query", "sequence"} else Value("unknown", labels=value.labels, text=value.text)


def _sequence(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.List | ast.Tuple | ast.Set)
    found: list[Value] = []
    for each in node.elts:
        value = engine.evaluate(each.value if isinstance(each, ast.Starred) else each, frame)
        found.extend(value.args if isinstance(each, ast.Starred) and value.kind == "sequence" else (value,))
    return Value("sequence", args=tuple(found[:250]), node=node, module=frame.module)


def _mapping(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Dict)
    named: list[tuple[str, Value]] = []
    labels: frozenset[str] = EMPTY
    text = False
    rest: list[Value] = []
    for key, inner in zip(node.keys, node.values, strict=True):
        value = engine.evaluate(inner, frame)
        if key is None:
            named.extend(value.named)
            labels, text = labels | value.labels, text or value.text
            rest.append(value)
            continue
        name = engine.evaluate(key, frame)
        named.append((name.ref if isinstance(name.ref, str) else f"*{len(named)}", value))
    return Value("mapping", "**" if rest else None, args=tuple(rest), named=tuple(named[:80]), labels=labels, text=text, node=node,
                 module=frame.module)  # fmt: skip


def _comprehension(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp)
    before = dict(frame.names)
    labels: frozenset[str] = EMPTY
    origin: Value | None = None
    words: list[str] = []
    for generator in node.generators:
        source = iterated(engine.evaluate(generator.iter, frame), generator.iter, frame)
        if origin is None:  # the first one is asked once, the others for each item
            origin = source
            words = looped(source)
            frame.within.extend(words)
        assign(engine, generator.target, elements(source), frame)
        for test in generator.ifs:
            labels |= deep_labels(engine.evaluate(test, frame))
    value = engine.evaluate(node.value if isinstance(node, ast.DictComp) else node.elt, frame)
    if isinstance(node, ast.DictComp):
        engine.evaluate(node.key, frame)
    del frame.within[len(frame.within) - len(words) :]
    frame.names = before
    chosen = any(generator.ifs for generator in node.generators) and value.kind == "row" and isinstance(node, ast.DictComp)
    kept = Value("unknown", labels=value.labels | labels) if chosen else value.with_labels(labels)
    if isinstance(node, ast.DictComp):
        return Value("mapping", "comprehension", (kept,), labels=kept.labels, text=kept.text, node=node)
    over = (("over", origin),) if origin is not None and origin.kind == "query" else ()
    return Value("sequence", "comprehension", (kept,), over, labels=labels, text=kept.text, node=node)


def _lambda(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Lambda)
    return Value("function", Function(frame.module, node, None, None, {**(frame.scope or {}), **frame.names}))


def _through(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Await | ast.Starred)
    return engine.evaluate(node.value, frame)


def _walrus(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.NamedExpr)
    value = engine.evaluate(node.value, frame)
    assign(engine, node.target, value, frame)
    return value


def _yield(engine: Engine, node: ast.expr, frame: Frame) -> Value:
    assert isinstance(node, ast.Yield | ast.YieldFrom)
    if node.value is not None:
        frame.yields.append(engine.evaluate(node.value, frame))
    return external("yielded") if node.value is None else NOTHING


_EXPRESSIONS: dict[type[ast.expr], Callable[[Engine, ast.expr, Frame], Value]] = {
    ast.Constant: _constant, ast.Name: _name, ast.Attribute: _attribute, ast.Call: _call, ast.JoinedStr: _format, ast.BinOp: _operation,
    ast.BoolOp: _logic, ast.UnaryOp: _not, ast.Compare: _compare, ast.IfExp: _choice, ast.Subscript: _subscript, ast.List: _sequence,
    ast.Tuple: _sequence, ast.Set: _sequence, ast.Dict: _mapping, ast.ListComp: _comprehension, ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension, ast.DictComp: _comprehension, ast.Lambda: _lambda, ast.Await: _through, ast.Starred: _through,
    ast.NamedExpr: _walrus, ast.Yield: _yield, ast.YieldFrom: _yield,
}  # fmt: skip
