"""Calls: functions of the program are followed, libraries are known by name, everything else keeps the origins of its arguments."""
from __future__ import annotations

import ast
from dataclasses import replace

from bedplate.checklist.review.containers import container_method
from bedplate.checklist.review.frame import Engine, Frame, place_of
from bedplate.checklist.review.libraries import external_call
from bedplate.checklist.review.requests import is_request, request_attribute
from bedplate.checklist.review.schemas import dumped, is_parser, is_schema, loaded, parsed_arguments
from bedplate.checklist.review.stores import iterated, query_method, session_method, sql_text, start_query, statement_query
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import UNTYPED, Class, Function, Predicate, Query, Value, deep_labels, gather, join

__all__ = ["bind_arguments", "call", "call_value", "dump"]

Named = tuple[tuple[str, Value], ...]
_DEPTH = 9
_STATEMENTS = frozenset({"execute", "executemany", "fetch", "fetchrow", "fetchval", "fetch_all", "fetch_one", "fetch_val", "raw",
                         "executescript", "scalar", "scalars", "exec"})  # fmt: skip
_PARSERS = frozenset({"model_validate", "parse_obj", "from_orm", "model_validate_json", "parse_raw", "validate"})
_DUMPS = frozenset({"model_dump", "dict", "dump", "to_dict", "model_dump_json", "json"})


def call(engine: Engine, node: ast.Call, frame: Frame) -> Value:
    """The value of a call expression; what it does becomes events."""
    receiver: Value | None = None
    if isinstance(node.func, ast.Attribute):
        receiver = engine.evaluate(node.func.value, frame)
    args, named = _arguments(engine, node, frame)
    if receiver is None or not isinstance(node.func, ast.Attribute):
        return call_value(engine, engine.evaluate(node.func, frame), args, named, node, frame)
    if _is_super(receiver):
        return _super_call(engine, node.func.attr, args, named, node, frame)
    joined: Value | None = None
    for option in receiver.options():
        value = method(engine, option, node.func.attr, args, named, node, frame)
        joined = value if joined is None else join(joined, value)
    return joined if joined is not None else Value("unknown")


def _is_super(receiver: Value) -> bool:
    return receiver.dotted == "builtins.super"


def _super_call(engine: Engine, name: str, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    function = frame.function
    if function is not None and function.owner is not None:
        if function.receiver is not None and function.receiver.kind == "query":  # a manager or query class of the program
            return query_method(engine, function.receiver, name, args, named, node, frame)
        for cls in _after(engine, function.owner, function.receiver):
            found = engine.member(cls, name)
            if found is not None and found.function is not None:
                return call_value(engine, replace(found, ref=replace(found.function, receiver=function.receiver)), args, named, node, frame)
        library = next((base for base in engine.models.line(function.owner)[1]), "")
        return external_call(engine, Value("external", f"{library}.{name}"), args, named, node, frame)
    return Value("unknown")


def _after(engine: Engine, owner: Class, receiver: Value | None) -> tuple[Class, ...]:
    """The classes that come after the owner of a method, in the line of the object itself: mixins call their neighbours."""
    line = engine.models.line(receiver.cls)[0] if receiver is not None and receiver.cls is not None else ()
    return line[line.index(owner) + 1 :] if owner in line else engine.models.line(owner)[0][1:]


def _arguments(engine: Engine, node: ast.Call, frame: Frame) -> tuple[tuple[Value, ...], Named]:
    args: list[Value] = []
    for each in node.args:
        value = engine.evaluate(each.value if isinstance(each, ast.Starred) else each, frame)
        if isinstance(each, ast.Starred):
            args.extend(value.args if value.kind == "sequence" else ())
        else:
            args.append(value)
    named: list[tuple[str, Value]] = []
    for word in node.keywords:
        value = engine.evaluate(word.value, frame)
        if word.arg is None:
            named.extend(value.named)
            named.append(("**", value))
        else:
            named.append((word.arg, value))
    return tuple(args), tuple(named)


def method(engine: Engine, receiver: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.Call, frame: Frame) -> Value:
    """A call of `receiver.name(…)`."""
    if receiver.kind == "query":
        return query_method(engine, receiver, name, args, named, node, frame)
    if receiver.kind == "store":
        return _store_method(receiver, name, args, node, frame)
    if receiver.kind == "column":
        return _column_method(receiver, name, args)
    if is_parser(receiver) and name in {"parse_args", "parse"}:
        return parsed_arguments(engine, receiver, node, frame)
    if receiver.kind == "instance" and receiver.cls is not None and engine.member(receiver.cls, name) is not None:
        return _plain_method(engine, receiver, name, args, named, node, frame)
    if is_request(receiver) and (found := request_attribute(engine, receiver, name)) is not None:
        return found
    if name in _STATEMENTS and args and receiver.kind not in {"class", "module"} and sql_text(args[0]) is not None:
        return _statement(engine, receiver, name, args, named, node, frame)
    stored = session_method(engine, receiver, name, args, named, node, frame) if receiver.kind not in {"class", "module"} else None
    if stored is not None:
        return stored
    document = _document(receiver, name, args, node, frame)
    if document is not None:
        return document
    return _plain_method(engine, receiver, name, args, named, node, frame)


def _plain_method(engine: Engine, receiver: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.Call, frame: Frame) -> Value:
    if receiver.cls is not None and engine.member(receiver.cls, name) is None:
        inherited = _inherited_method(engine, receiver, receiver.cls, name, args, named, node, frame)
        if inherited is not None:
            return inherited
    if receiver.kind in {"mapping", "sequence", "string", "constant", "unknown"} or (receiver.kind == "external" and receiver.labels):
        contained = container_method(engine, receiver, name, args, named, node, frame)
        if contained is not None:
            return contained
    target = engine.attribute(receiver, name, node, frame)
    if target.kind in {"function", "class", "union"}:
        return call_value(engine, target, args, named, node, frame)
    return external_call(engine, target, args, named, node, frame, receiver, name)


def _inherited_method(engine: Engine, receiver: Value, cls: Class, name: str, args: tuple[Value, ...], named: Named, node: ast.Call,
                      frame: Frame) -> Value | None:  # fmt: skip
    """What a class of the program has from its library: queries of a table, parsing and dumping of a schema."""
    if receiver.kind == "class" and engine.models.table(cls) and (started := start_query(engine, receiver)) is not None:
        if name in {"model_validate", "parse_obj", "from_orm"}:
            return _construct(engine, receiver, (), (*args[0].named, ("**", args[0])) if args else (), node, frame)
        return query_method(engine, started, name, args, named, node, frame)
    if receiver.kind == "class" and name in _PARSERS and args:
        return _parsed(engine, receiver, args[0], node, frame)
    if receiver.kind in {"instance", "class"} and is_schema(engine, cls) and args:
        if name in {"load", "loads"}:
            return loaded(engine, receiver, args[0], named, node, frame)
        if name in {"dump", "dumps"}:
            return dumped(engine, receiver, iterated(args[0], node, frame), node, frame)
    if receiver.kind in {"instance", "row"} and name in _DUMPS:
        return dump(engine, receiver, named, node, frame)
    if receiver.kind == "row" and name == "delete" and receiver.query:
        frame.happen(Event("write", place_of(frame.module, node), "delete", receiver, query=receiver.query, labels=frame.labels()))
        return Value("unknown")
    return None


def _parsed(engine: Engine, receiver: Value, source: Value, node: ast.AST, frame: Frame) -> Value:
    """A schema made of raw data: what it holds has been looked at."""
    labels, text = gather((source,))
    if source.kind in {"row", "instance"} and source.cls and source.named:
        return Value("instance", receiver.ref, named=source.named, labels=labels - {UNTYPED}, text=text, node=node, module=frame.module)
    return Value("instance", receiver.ref, labels=labels - {UNTYPED}, text=text, node=node, module=frame.module)


def _statement(engine: Engine, receiver: Value, name: str, args: tuple[Value, ...], named: Named, node: ast.Call, frame: Frame) -> Value:
    place = place_of(frame.module, node)
    frame.happen(Event("call", place, f".{name}", receiver, args, named, frame.labels(), within=frozenset({"statement", *frame.within})))
    found = statement_query(engine, args[0], args[1:], node, frame)
    if found is None:
        return Value("unknown", labels=gather(args[1:])[0])
    if name in {"fetchrow", "fetch_one", "fetchval", "fetch_val", "scalar"} and found.query:
        from_row = replace(found, ref=replace(found.query, single=True))
        return query_method(engine, from_row, "first", (), (), node, frame)
    return found


def _store_method(receiver: Value, name: str, args: tuple[Value, ...], node: ast.AST, frame: Frame) -> Value:
    query = Query(str(receiver.ref))
    place = place_of(frame.module, node)
    if name in {"get", "pop", "setdefault"} and args:
        query = replace(query, predicates=(Predicate("key", deep_labels(args[0])),), single=True)
        frame.happen(Event("fetch", place, query.collection, query=query, labels=frame.labels()))
        if name == "pop":
            frame.happen(Event("write", place, "delete", None, query=replace(query, verb="delete"), labels=frame.labels()))
        labels = deep_labels(args[0])
        return Value("row", query, labels=labels | {f"row:{query.collection}"})
    if name in {"append", "add", "insert", "update"} and args:
        value = args[-1]
        frame.happen(Event("write", place, "insert", None, args, value.named, frame.labels(), query=replace(query, verb="insert")))
        return Value("unknown")
    if name == "items":
        row = Value("row", query, labels=frozenset({f"row:{query.collection}"}))
        return Value("sequence", args=(Value("sequence", args=(Value("unknown"), row)),))
    if name in {"remove", "clear", "__delitem__"}:
        frame.happen(Event("write", place, "delete", None, args, query=replace(query, verb="delete"), labels=frame.labels()))
    return Value("query", query) if name in {"values", "copy"} else Value("unknown")


def _column_method(receiver: Value, name: str, args: tuple[Value, ...]) -> Value:
    if name in {"in_", "like", "ilike", "contains", "startswith", "endswith", "is_", "is_not", "isnot", "not_in", "any", "has", "between",
                "icontains", "notin_", "op", "__eq__"}:  # fmt: skip
        labels = gather(args)[0]
        collection, attribute = (str(each) for each in receiver.parts[:2] or ("", ""))
        return Value("predicate", (Predicate(attribute, labels, collection),), labels=labels)
    return receiver


_DOCUMENT_VERBS = {
    "find_one": "", "find": "", "update_one": "update", "delete_one": "delete", "delete_many": "delete", "replace_one": "update",
    "find_one_and_update": "update", "find_one_and_delete": "delete", "insert_one": "insert", "update_many": "update",
}  # fmt: skip


def _document(receiver: Value, name: str, args: tuple[Value, ...], node: ast.Call, frame: Frame) -> Value | None:
    """A document collection (`db.orders.find_one({...})`), named after the attribute or key that chose it."""
    if name not in _DOCUMENT_VERBS or not args or receiver.kind not in {"external", "instance", "unknown"} or not isinstance(node.func, ast.Attribute):
        return None
    chosen = node.func.value
    key = chosen.slice.value if isinstance(chosen, ast.Subscript) and isinstance(chosen.slice, ast.Constant) else None
    collection = str(key) if key else ast.unparse(chosen).rsplit(".", 1)[-1]
    verb = _DOCUMENT_VERBS[name]
    place = place_of(frame.module, node)
    if verb == "insert":
        frame.happen(Event("write", place, "insert", None, args, args[0].named, frame.labels(), query=Query(collection, verb="insert")))
        return Value("unknown", labels=gather(args)[0])
    predicates = tuple(Predicate(field, deep_labels(value)) for field, value in args[0].named)
    query = Query(collection, None, predicates, single=name.startswith("find_one"))
    frame.happen(Event("fetch", place, collection, query=query, labels=frame.labels()))
    if verb:
        fields = args[1].named if len(args) > 1 else ()
        frame.happen(Event("write", place, verb, None, args[1:], fields, frame.labels(), query=query))
    labels = frozenset[str]().union(*(predicate.labels for predicate in predicates)) if predicates else frozenset[str]()
    return Value("row", query, labels=labels | {f"row:{collection}"}) if query.single else Value("query", query)


def dump(engine: Engine, receiver: Value, named: Named, node: ast.AST, frame: Frame) -> Value:
    """A schema or row as a mapping of its declared fields."""
    cls = receiver.cls
    assert cls is not None
    excluded = _names(next((value for key, value in named if key == "exclude"), None))
    included = _names(next((value for key, value in named if key == "include"), None))
    entries: list[tuple[str, Value]] = []
    for name in engine.models.fields(cls):
        if name.startswith("_") or name in {"model_config", "Config"} or name in excluded or (included and name not in included):
            continue
        entries.append((name, engine.attribute(receiver, name, node, frame)))
    return Value("mapping", "dump", named=tuple(entries), labels=receiver.labels, text=receiver.text, node=node, module=frame.module)


def _names(value: Value | None) -> frozenset[str]:
    if value is None:
        return frozenset()
    listed = {str(each.ref) for each in value.args if isinstance(each.ref, str)} | {name for name, _ in value.named}
    return frozenset(listed)


def call_value(engine: Engine, target: Value, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """Call a value that is already known."""
    if target.kind == "union":
        joined = call_value(engine, target.args[0], args, named, node, frame)
        for option in target.args[1:]:
            joined = join(joined, call_value(engine, option, args, named, node, frame))
        return joined
    if target.function is not None and target.kind == "function":
        return follow(engine, target.function, args, named, node, frame)
    if target.kind == "class" and target.cls:
        return _construct(engine, target, args, named, node, frame)
    if target.kind == "instance" and target.cls:
        found = engine.member(target.cls, "__call__")
        if found is not None and found.function is not None:
            return follow(engine, replace(found.function, receiver=target), args, named, node, frame)
    return external_call(engine, target, args, named, node, frame)


def _construct(engine: Engine, target: Value, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    cls = target.cls
    assert cls is not None
    labels, text = gather([*args, *(value for _, value in named)])
    made = Value("instance", cls, args, named, labels, text, node, frame.module)
    if engine.models.table(cls):
        collection = engine.models.collection(cls)
        query = Query(collection, cls, verb="insert")
        place = place_of(frame.module, node)
        frame.happen(Event("write", place, "insert", None, args, named, frame.labels(), query=query, within=frozenset(frame.within)))
        return replace(made, labels=labels | {f"row:{collection}"})
    return replace(made, labels=labels - {UNTYPED}) if _is_schema(engine, cls) else made


def _is_schema(engine: Engine, cls: Class) -> bool:
    return engine.models.is_a(cls, "pydantic.BaseModel", "msgspec.Struct", "pydantic.main.BaseModel", "sqlmodel.SQLModel")


def bind_arguments(engine: Engine, function: Function, args: tuple[Value, ...], named: Named) -> dict[str, Value]:
    """The parameters of a function with what a call gives them; the rest have their defaults or types."""
    spec = function.node.args
    names = [argument.arg for argument in (*spec.posonlyargs, *spec.args)]
    given = (function.receiver, *args) if function.receiver is not None else args
    if function.owner is not None and function.receiver is None and _is_static(function):
        given = args
    bound: dict[str, Value] = dict(zip(names, given, strict=False))
    if spec.vararg:
        bound[spec.vararg.arg] = Value("sequence", args=tuple(given[len(names) :]))
    rest: list[tuple[str, Value]] = []
    spread = [value for key, value in named if key == "**"]
    allowed = {*names, *(argument.arg for argument in spec.kwonlyargs)}
    for key, value in named:
        if key in allowed:
            bound[key] = value
        elif key != "**":
            rest.append((key, value))
    if spec.kwarg:
        bound[spec.kwarg.arg] = Value("mapping", named=tuple(rest), labels=gather(spread)[0] if spread else frozenset())
    _defaults(engine, function, bound, spread)
    return bound


def _is_static(function: Function) -> bool:
    return not isinstance(function.node, ast.Lambda) and any(ast.unparse(each) == "staticmethod" for each in function.node.decorator_list)


def _defaults(engine: Engine, function: Function, bound: dict[str, Value], spread: list[Value]) -> None:
    spec = function.node.args
    home = engine.frame_of(function.module)
    home.scope = function.scope
    positional = [*spec.posonlyargs, *spec.args]
    pairs: list[tuple[ast.arg, ast.expr | None]] = [*zip(positional[len(positional) - len(spec.defaults) :], spec.defaults, strict=False)]
    pairs.extend(zip(spec.kwonlyargs, spec.kw_defaults, strict=False))
    for argument, default in pairs:
        if argument.arg not in bound and default is not None:
            bound[argument.arg] = engine.evaluate(default, home)
    for argument in (*positional, *spec.kwonlyargs):
        if argument.arg not in bound:
            ambient = engine.ambient.get(f"parameter:{id(function.node)}:{argument.arg}")
            if ambient is not None:
                bound[argument.arg] = ambient
            elif spread and any(value.labels for value in spread):
                bound[argument.arg] = Value("unknown", labels=gather(spread)[0], text=True)
            elif argument.annotation is not None:
                bound[argument.arg] = typed(engine.evaluate(argument.annotation, home))


def typed(annotation: Value) -> Value:
    """A value of an annotated type of which nothing else is known."""
    if annotation.kind == "class" and isinstance(annotation.ref, Class):
        return Value("instance", annotation.ref)
    if annotation.kind == "external":
        return Value("instance", annotation.ref)
    if annotation.kind == "instance" and annotation.dotted.rsplit(".", 1)[-1] in {"Optional", "Annotated", "Union"} and annotation.args:
        return typed(annotation.args[0])
    return Value("unknown")


def follow(engine: Engine, function: Function, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """Follow a function of the program with these arguments; its events become one event here."""
    place = place_of(frame.module, node)
    if frame.depth >= _DEPTH or engine.exhausted:
        labels, _ = gather([*args, *(value for _, value in named)])
        frame.happen(Event("call", place, "?", None, args, named, frame.labels(), function=function.name))
        return Value("unknown", "made", labels=labels)  # whether the client's text is in it is not known, and not guessed
    result, events, ended = engine.follow(function, args, named, frame.depth + (0 if function.module.supplied else 1))
    if events:
        within = frozenset({*frame.within, "abort"}) if ended else frozenset(frame.within)
        frame.happen(Event("follow", place, function.name, None, args, named, frame.labels(), within=within, function=function.name,
                           inner=events, touched=engine.touched(events)))  # fmt: skip
    if frame.last_query is None and events:
        frame.last_query = next((event.query for event in reversed(events) if event.query and event.kind == "fetch"), None)
    return result
