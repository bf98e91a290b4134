"""Paths through related rows, as Django spells them: `project__owner`, `row.owner_id`, `row.tasks`."""
from __future__ import annotations

from dataclasses import replace

from bedplate.checklist.review.frame import Engine
from bedplate.checklist.review.value import Class, Predicate, Query, Value, deep_labels

__all__ = ["is_lazy", "related", "resolved"]

_KEYS = frozenset({"id", "pk"})


def is_lazy(engine: Engine, model: Class | None) -> bool:
    """Whether a query of this model runs only when its rows are asked for."""
    table = engine.models.table(model) if model is not None else None
    return table is not None and table.kind == "django"


def resolved(engine: Engine, model: Class | None, predicate: Predicate) -> tuple[Predicate, ...]:
    """A condition on a path: on the column that it ends at, and on the first step of the way there."""
    parts = predicate.attribute.split("__")
    attribute, collection, where = parts[0], "", model
    first = ""
    for index, part in enumerate(parts):
        target, name = _step(engine, where, part)
        if not name:
            break
        attribute = name
        collection = engine.models.collection(where) if where is not None else ""
        first = first or name
        if not target or target in engine.models.accounts or target == engine.models.account or index == len(parts) - 1:
            break
        where = engine.models.named.get(target)
    if model is None or collection in {"", engine.models.collection(model)}:
        return (Predicate(attribute, predicate.labels),)
    return (Predicate(first, predicate.labels), Predicate(attribute, predicate.labels, collection))


def _step(engine: Engine, model: Class | None, part: str) -> tuple[str, str]:
    """Where one part of a path leads, and the field's own name; nothing for a lookup (`icontains`) or a key."""
    if model is None:
        return "", part
    if part in _KEYS:
        return "", "id"
    fields = engine.models.fields(model)
    name = part if part in fields else part.removesuffix("_id")
    if name in fields:
        return fields[name].reference or fields[name].relation, name
    found = engine.models.reverse.get(engine.models.collection(model), {}).get(part)
    return (found.collection, part) if found is not None else ("", "")


def related(engine: Engine, value: Value, cls: Class, name: str) -> Value | None:
    """`row.name` where the name is a reference, its `_id`, or the other end of one; None for any other name."""
    if not is_lazy(engine, cls):
        return None
    models = engine.models
    own = models.collection(cls)
    fields = models.fields(cls)
    if name in _KEYS and name not in fields:
        return Value("unknown", ("row", own, "id"), labels=value.labels | {f"row:{own}.id"})
    plain = name.removesuffix("_id")
    if name not in fields and plain != name and plain in fields and fields[plain].reference:
        return Value("unknown", ("row", own, plain), labels=value.labels | {f"row:{own}.{plain}"})
    if name in fields and fields[name].reference:
        target = fields[name].reference
        labels = value.labels | {f"row:{target}", f"row:{own}.{name}"}
        return Value("row", Query(target, models.named.get(target), single=True), labels=labels)
    if name in fields and fields[name].relation:
        target = fields[name].relation
        return _many(engine, value, target, next((key for key, each in models.reverse.get(target, {}).items() if each.field == name), own), name)
    back = models.reverse.get(own, {}).get(name)
    if back is None:
        return None
    found = _many(engine, value, back.collection, back.field, "")
    if not back.single or found.query is None:
        return found
    labels = value.labels | {f"row:{back.collection}"}
    return Value("row", replace(found.query, single=True), labels=labels)


def _many(engine: Engine, value: Value, target: str, field: str, through: str) -> Value:
    """The rows that refer to this one: a query that already has its condition, and gives new rows their reference."""
    labels = deep_labels(value) | ({f"row:{engine.models.collection(value.cls)}.{through}"} if through and value.cls else set[str]())
    query = Query(target, engine.models.named.get(target), (Predicate(field, labels),), fields=() if through else ((field, value),))
    return Value("query", query, labels=frozenset(labels))
