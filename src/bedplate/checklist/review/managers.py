"""Managers and query sets of Django: the program's own methods are followed, unknown ones keep what they are given."""
from __future__ import annotations

import ast
from dataclasses import replace

from bedplate.checklist.review.frame import Engine, Frame, place_of
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Class, Function, Predicate, Query, Value, deep_labels, gather

__all__ = ["manager_method"]

Named = tuple[tuple[str, Value], ...]
_KNOWN = frozenset(["all", "filter", "exclude", "get", "create", "get_or_create", "update_or_create", "bulk_create", "bulk_update", "update", "delete", "first", "last", "latest", "earliest", "count", "exists", "aggregate", "annotate", "alias", "order_by", "reverse", "distinct", "values", "values_list", "dates", "datetimes", "none", "union", "intersection", "difference", "select_related", "prefetch_related", "defer", "only", "using", "select_for_update", "iterator", "in_bulk", "contains", "explain", "acreate", "aget", "afirst", "acount", "aexists", "aupdate", "adelete", "get_queryset", "add", "remove", "set", "clear"])
_ACCOUNTS = frozenset({"create_user", "create_superuser"})


def manager_method(engine: Engine, value: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value | None:
    """What a method of a manager or query set does beyond the common ones; None for those."""
    query = value.query
    assert query is not None
    place = place_of(frame.module, node)
    if name in {"raw", "extra"}:
        texts = [each for key, each in named if key in {"where", "tables", "order_by", "raw_query"}]
        parts = (*args[:1], *(inner for each in texts for inner in (each.args if each.kind == "sequence" else (each,))))
        for part in parts:
            frame.happen(Event("call", place, f".{name}", value, (part,), (), frame.labels(), within=frozenset(frame.within)))
        return value
    if name == "none":
        return replace(value, ref=replace(query, limited=True, predicates=(*query.predicates, Predicate("", frozenset()))))
    own = _own(engine, query, name)
    if own is not None:
        return engine.call_value(Value("function", replace(own, receiver=value)), args, named, node, frame)
    if name in _ACCOUNTS:
        fields = tuple(pair for pair in named if pair[0] not in {"password", "**"})
        frame.happen(Event("write", place, "insert", None, args, fields, frame.labels(), query=replace(query, verb="insert"),
                           within=frozenset(frame.within)))  # fmt: skip
        return Value("row", replace(query, single=True), labels=gather([*args, *(inner for _, inner in named)])[0])
    if name in {"get_or_create", "update_or_create", "aget_or_create", "aupdate_or_create"}:
        return _found_or_made(query, args, named, place, frame)
    if name in _KNOWN or not (args or named):
        return None
    labels = frozenset[str]().union(*(deep_labels(each) for each in (*args, *(inner for _, inner in named))))
    return replace(value, ref=replace(query, predicates=(*query.predicates, Predicate("", labels)))) if labels else None


def _found_or_made(query: Query, args: tuple[Value, ...], named: Named, place: object, frame: Frame) -> Value:
    defaults = next((inner.named for key, inner in named if key == "defaults"), ())
    fields = (*query.fields, *(pair for pair in named if pair[0] != "defaults"), *defaults)
    frame.happen(Event("write", place, "insert", None, args, fields, frame.labels(), query=replace(query, verb="insert"),  # type: ignore[arg-type]
                       within=frozenset({*frame.within, "if absent"})))  # fmt: skip
    labels = gather([*args, *(inner for _, inner in named)])[0] | {f"row:{query.collection}"}
    predicates = tuple(Predicate(key, deep_labels(inner)) for key, inner in named if key != "defaults")
    found = replace(query, single=True, predicates=(*query.predicates, *predicates))
    return Value("sequence", args=(Value("row", found, labels=labels), Value("unknown")))


def _own(engine: Engine, query: Query, name: str) -> Function | None:
    """A method that the model's managers or query sets define in the program."""
    for cls in _classes(engine, query.model):
        found = engine.member(cls, name)
        if found is not None and found.function is not None and not found.function.module.supplied:
            return found.function
    return None


def _classes(engine: Engine, model: Class | None) -> list[Class]:
    if model is None:
        return []
    key = f"managers:{id(model.node)}"
    known = engine.ambient.get(key)
    if known is None:
        found: list[Value] = []
        for each in engine.models.line(model)[0]:
            for statement in each.node.body:
                if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
                    made = engine.evaluate(statement.value, engine.frame_of(each.module))
                    found.extend(Value("class", cls) for cls in _of(engine, made, statement.value, each))
        known = Value("sequence", args=tuple(found))
        engine.ambient[key] = known
    return [each.cls for each in known.args if each.cls is not None]


def _of(engine: Engine, made: Value, node: ast.Call, owner: Class) -> list[Class]:
    """The classes behind `Manager()`, `Rows.as_manager()` and `Manager.from_queryset(Rows)()`."""
    found = [made.cls] if made.kind == "instance" and made.cls is not None else []
    for inner in ast.walk(node):
        if isinstance(inner, ast.Name):
            value = engine.evaluate(inner, engine.frame_of(owner.module))
            if value.kind == "class" and value.cls is not None and value.cls not in found:
                found.append(value.cls)
    bases = ("Manager", "QuerySet", "BaseManager", "UserManager", "BaseUserManager", "from_queryset", "TreeManager")
    return [cls for cls in found if any(base.rsplit(".", 1)[-1] in bases for base in engine.models.line(cls)[1])]
