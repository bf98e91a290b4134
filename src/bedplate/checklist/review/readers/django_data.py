"""What serializers and forms do with a request's data and with rows: validate, save, show."""
from __future__ import annotations

import ast
from dataclasses import replace

from bedplate.checklist.review.frame import Engine, Frame, Intrinsic, place_of
from bedplate.checklist.review.members import deepen
from bedplate.checklist.review.readers.django_shapes import Spec, model_of, shape
from bedplate.checklist.review.stores import iterated, query_method, start_query
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import (
    CALLER,
    EMPTY,
    NARROWED,
    UNTYPED,
    Class,
    Predicate,
    Query,
    Value,
    deep_labels,
    gather,
    names_caller,
)

__all__ = ["DATA"]

Named = tuple[tuple[str, Value], ...]
_ABSENT = Value("constant", None)


def _given(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """An argument that the serializer was made with."""
    made, name, position = args[0], args[1].ref, args[2].ref
    found = made.argument(position if isinstance(position, int) else 0, str(name))
    return found if found is not None else _ABSENT


def _is_form(engine: Engine, made: Value) -> bool:
    return made.cls is not None and engine.member(made.cls, "cleaned_data") is not None


def _data(engine: Engine, made: Value) -> Value | None:
    return made.argument(0 if _is_form(engine, made) else 1, "data")


def _instance(engine: Engine, made: Value) -> Value | None:
    given = made.argument(2, "instance") if _is_form(engine, made) else made.argument(0, "instance")
    return None if given is None or (given.kind == "constant" and given.ref is None) else given


def _prefix(engine: Engine, made: Value) -> frozenset[str]:
    data = _data(engine, made)
    return deep_labels(data) - {UNTYPED} if data is not None else EMPTY


def _member(engine: Engine, made: Value, spec: Spec, labels: frozenset[str], node: ast.AST, frame: Frame) -> Value:
    """What a validated field holds: the client's text, the row that it names, or the caller."""
    if spec.made is not None and spec.made.dotted.endswith("HiddenField"):
        default = spec.made.keyword("default")
        return Value("unknown", labels=frozenset({CALLER})) if default is not None and "User" in default.dotted else Value("unknown")
    own = deepen(labels, spec.name)
    rows = _choices(engine, made, spec, own, node, frame)
    if rows is not None:
        return rows
    return Value("unknown", labels=own, text=spec.text and bool(own))


def _choices(engine: Engine, made: Value, spec: Spec, labels: frozenset[str], node: ast.AST, frame: Frame) -> Value | None:
    """The row that a related field names: of all rows, or of those that its own query leaves."""
    if spec.made is not None and spec.made.cls is not None and engine.member(spec.made.cls, "get_queryset") is not None:
        bound = engine.attribute(replace(spec.made, named=(*spec.made.named, *made.named)), "get_queryset", node, frame)
        offered: Value | None = engine.call_value(bound, (), (), node, frame)
    else:
        offered = spec.made.keyword("queryset") if spec.made is not None else None
    if offered is not None and offered.query is not None and offered.kind == "query":
        if any(names_caller(each.labels) for each in offered.query.predicates):
            return query_method(engine, offered, "get", (Value("unknown", labels=labels),), (), node, frame)
        target = offered.query.collection
    else:
        target = spec.reference
    if not target or target in {"@account"}:
        return None
    model = engine.models.named.get(target)
    query = Query(target, model, (Predicate("id", labels),), single=True)
    if made.cls is not None and _narrowed(engine, made.cls):
        labels |= {NARROWED}
    return Value("row", query, labels=labels | {f"row:{target}"})


def _narrowed(engine: Engine, cls: Class) -> bool:
    """The serializer changes the choices of its fields by itself: whether by the caller is not followed, and not held against it."""
    return any(
        isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store) and inner.attr in {"queryset", "limit_choices_to", "choices"}
        for each in engine.models.line(cls)[0] if not each.module.supplied for inner in ast.walk(each.node)
    )  # fmt: skip


def _mapping(engine: Engine, made: Value, node: ast.AST, frame: Frame) -> Value:
    assert made.cls is not None
    labels = _prefix(engine, made)
    named = tuple((spec.name, _member(engine, made, spec, labels, node, frame)) for spec in shape(engine, made.cls) if spec.writable)
    return Value("mapping", "dump", named=named, labels=labels, text=bool(labels), node=node, module=frame.module)


def _look(engine: Engine, made: Value, found: Value, node: ast.AST, frame: Frame) -> Value:
    """Let the program's own validating methods look at the data; what the last of them returns is validated."""
    assert made.cls is not None
    for name, value in found.named:
        for prefix in ("validate_", "clean_"):
            method = engine.member(made.cls, f"{prefix}{name}")
            if method is not None and method.function is not None:
                bound = Value("function", replace(method.function, receiver=made))
                engine.call_value(bound, (value,) if prefix == "validate_" else (), (), node, frame)
    for name in ("validate", "clean"):
        method = engine.member(made.cls, name)
        if method is not None and method.function is not None and not method.function.module.supplied:
            args = (found,) if name == "validate" else ()
            result = engine.call_value(Value("function", replace(method.function, receiver=made)), args, (), node, frame)
            if result.kind == "mapping" and result.named:
                return replace(result, ref="dump")
    return found


def _validated(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    made = args[0]
    if made.cls is None:
        return Value("unknown")
    key = (id(made.cls.node), "looking")
    found = _mapping(engine, made, node, frame)
    if str(key) in engine.ambient:  # a validating method asks for what is being validated
        return found
    engine.ambient[str(key)] = found
    result = _look(engine, made, found, node, frame)
    del engine.ambient[str(key)]
    return result


def _checked(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    _validated(engine, args, named, node, frame)
    return Value("unknown", labels=_prefix(engine, args[0]))


def _saved(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """`save()`: the program's own `create` or `update` where there is one, else a row of the model."""
    made, extra = args[0], args[1] if len(args) > 1 else Value("mapping")
    if made.cls is None:
        return Value("unknown")
    data = _validated(engine, (made,), (), node, frame)
    given = {name.removesuffix("_id") for name, _ in extra.named} | {name for name, _ in extra.named}
    fields = (*(pair for pair in data.named if pair[0] not in given), *(pair for pair in extra.named if pair[0] != "**"))
    data = replace(data, named=fields, node=node)
    instance = _instance(engine, made)
    verb = "update" if instance is not None else "create"
    own = engine.member(made.cls, verb)
    if own is not None and own.function is not None:
        handed = (data,) if instance is None else (instance, data)
        return engine.call_value(Value("function", replace(own.function, receiver=made)), handed, (), node, frame)
    if instance is not None:
        return _updated(engine, (made, instance, data), (), node, frame)
    row = _created(engine, (made, data), (), node, frame)
    model = model_of(engine, made.cls)
    return Value("instance", model, labels=row.labels) if model is not None else row


def _created(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    made, data = args[0], args[1]
    model = model_of(engine, made.cls) if made.cls is not None else None
    started = start_query(engine, Value("class", model)) if model is not None else None
    if started is None or started.query is None:
        return Value("unknown", labels=deep_labels(data))
    _write(replace(started.query, verb="insert"), "insert", data, None, node, frame)
    return Value("row", replace(started.query, single=True), labels=gather([data])[0] | {f"row:{started.query.collection}"})


def _updated(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    _, instance, data = args
    for option in instance.options():
        if option.query is not None:
            _write(option.query, "update", data, option, node, frame)
    return instance


def _write(query: Query, verb: str, data: Value, receiver: Value | None, node: ast.AST, frame: Frame) -> None:
    frame.happen(Event("write", place_of(frame.module, node), verb, receiver, (data,), (*data.named, ("**", data)), frame.labels(), query=query,
                       within=frozenset(frame.within)))  # fmt: skip


def _subject(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """`form.instance`: the row that is changed, or the one that is about to be made."""
    instance = _instance(engine, args[0])
    model = model_of(engine, args[0].cls) if args[0].cls is not None else None
    if instance is not None:
        return instance
    return Value("instance", model, labels=_prefix(engine, args[0])) if model is not None else Value("unknown")


def _shown(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """`serializer.data`: the rows, with the fields that are shown of them."""
    made = args[0]
    rows = _instance(engine, made)
    if made.cls is None:
        return Value("unknown")
    model = model_of(engine, made.cls)
    if rows is None:
        data = _data(engine, made)
        if data is None or model is None:
            return Value("unknown", labels=_prefix(engine, made))
        rows = Value("row", Query(engine.models.collection(model), model, single=True), labels=frozenset({f"row:{engine.models.collection(model)}"}))
    for option in rows.options():
        iterated(option, node, frame)
    own = engine.member(made.cls, "to_representation")
    columns, inner = _columns(engine, made.cls, 2) if own is None else (("?",), ())  # what it leaves out is not followed
    options = tuple(replace(each, ref=replace(each.query, columns=columns), args=inner) if each.query is not None else each for each in rows.options())
    return options[0] if len(options) == 1 else replace(rows, args=options)


def _columns(engine: Engine, cls: Class, depth: int) -> tuple[tuple[str, ...], tuple[Value, ...]]:
    """The names of what is shown (after a star: all but what is left out), and the rows that are shown inside."""
    inner: list[Value] = []
    specs = [spec for spec in shape(engine, cls) if spec.shown]
    meta = engine.member(cls, "Meta")
    deep = engine.member(meta.cls, "depth") if meta is not None and meta.cls is not None else None
    for spec in specs:
        nested = spec.made.cls if spec.made is not None else None
        model = model_of(engine, nested) if nested is not None else None
        if nested is not None and engine.member(nested, "to_representation") is not None:
            continue
        if nested is not None and model is not None and depth:
            columns, below = _columns(engine, nested, depth - 1)
            inner.append(Value("row", Query(engine.models.collection(model), model, columns=columns), below))
        elif spec.made is None and spec.reference and deep is not None and isinstance(deep.ref, int) and deep.ref > 0:
            inner.append(Value("row", Query(spec.reference, engine.models.named.get(spec.reference))))
    plain = tuple(spec.name for spec in specs if spec.declared is not None and (spec.made is None or spec.made.cls is None))
    listed = engine.member(meta.cls, "fields") if meta is not None and meta.cls is not None else None
    star = () if listed is not None and listed.kind == "sequence" else ("*",)
    return (*star, *plain) or ("?",), tuple(inner)


DATA: dict[str, Intrinsic] = {
    "__engine__.given": _given, "__engine__.validated": _validated, "__engine__.checked": _checked, "__engine__.saved": _saved,
    "__engine__.created": _created, "__engine__.updated": _updated, "__engine__.subject": _subject, "__engine__.shown": _shown,
}  # fmt: skip
