"""Methods of plain values: texts, mappings, sequences."""
from __future__ import annotations

import ast
from dataclasses import replace

from bedplate.checklist.review.frame import Engine, Frame
from bedplate.checklist.review.value import Value, gather, join

__all__ = ["container_method"]

Named = tuple[tuple[str, Value], ...]
_TEXT = frozenset({"strip", "lower", "upper", "lstrip", "rstrip", "replace", "encode", "decode", "title", "split", "rsplit", "splitlines",
                   "removeprefix", "removesuffix", "casefold", "capitalize", "partition", "rpartition", "copy", "getvalue", "read"})  # fmt: skip


def container_method(engine: Engine, receiver: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.Call,
                     frame: Frame) -> Value | None:  # fmt: skip
    """The result of a method that plain values have; None for any other name."""
    if name == "format" and receiver.kind in {"constant", "string"}:
        values = (receiver, *args, *(value for _, value in named))
        labels, text = gather(values)
        return Value("string", args=values, labels=labels, text=text, node=node, module=frame.module)
    if name == "join":
        parts = (receiver, *(inner for each in args for inner in (each.args if each.kind == "sequence" else (each,))))
        labels, text = gather(parts)
        return Value("string", args=parts, labels=labels, text=text, node=node, module=frame.module)
    if name in _TEXT:
        if name == "copy" and receiver.kind == "mapping":
            return receiver
        if name == "replace" and [each.ref for each in args] == ["'", "''"]:  # a text as SQL writes it
            return Value("unknown", labels=gather((receiver,))[0])
        column = receiver.ref if receiver.parts[:1] == ("row",) else None  # still what that column holds
        return Value("unknown", column, labels=gather((receiver,))[0], text=receiver.text)
    if name in {"get", "pop", "setdefault", "getlist", "getall"}:
        return _get(engine, receiver, name, args, named, node, frame)
    if name in {"items", "values", "keys"}:
        return _pairs(receiver, name)
    return _change(receiver, name, args, named, node, frame)


def _get(engine: Engine, receiver: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.Call, frame: Frame) -> Value | None:
    if not args or (receiver.kind == "unknown" and not receiver.labels):
        return None
    key = args[0]
    converted = next((value for word, value in named if word == "type"), None)
    if isinstance(key.ref, str):
        found = receiver.keyword(key.ref)
        if name == "pop" and receiver.kind == "mapping" and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            frame.names[node.func.value.id] = replace(receiver, named=tuple(pair for pair in receiver.named if pair[0] != key.ref))
        if found is None:
            found = engine.attribute(replace(receiver, kind="unknown") if receiver.kind == "external" else receiver, key.ref, node, frame)
    else:
        labels, text = gather(value for _, value in receiver.named)
        found = Value("unknown", labels=labels | receiver.labels, text=text or receiver.text)
    if len(args) > 1 and args[1].ref is not None:
        found = join(found, args[1]) if not found.labels else found
    return replace(found, text=False) if converted is not None and converted.dotted in {"builtins.int", "builtins.float"} else found


def _pairs(receiver: Value, name: str) -> Value:
    labels, text = gather((receiver,))
    key = Value("unknown", ("key", receiver), labels=receiver.labels, text=receiver.text and receiver.ref != "dump")
    value = Value("unknown", labels=labels, text=text)
    if name == "items":
        return Value("sequence", args=(Value("sequence", args=(key, value)),), labels=receiver.labels)
    return Value("sequence", args=(value if name == "values" else key,), labels=receiver.labels)


def _change(receiver: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.Call, frame: Frame) -> Value | None:
    """Changes in place: the variable afterwards holds both."""
    if name not in {"append", "extend", "add", "update", "insert"} or not isinstance(node.func, ast.Attribute):
        return None
    if receiver.kind not in {"mapping", "sequence"} or not isinstance(node.func.value, ast.Name):
        return None
    changed = receiver
    if receiver.kind == "mapping":
        entries = (*(pair for arg in args for pair in arg.named), *named)
        labels, text = gather(args)
        changed = replace(receiver, named=(*receiver.named, *entries)[:80], labels=receiver.labels | labels, text=receiver.text or text)
    elif args:
        changed = replace(receiver, args=(*receiver.args, args[-1])[:60])
    frame.names[node.func.value.id] = changed
    return Value("unknown")
