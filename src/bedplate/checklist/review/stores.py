"""Data stores as reviewed code uses them: ORM queries, raw SQL, document stores, and dictionaries of the module."""
from __future__ import annotations

import ast
import re
from dataclasses import replace

from bedplate.checklist.review.frame import Engine, Frame, place_of
from bedplate.checklist.review.managers import manager_method
from bedplate.checklist.review.models import collection_name
from bedplate.checklist.review.relations import is_lazy, resolved
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import EMPTY, Class, Predicate, Query, Value, deep_labels, gather

__all__ = ["delete_item", "iterated", "query_method", "row_of", "session_method", "start_query", "statement_query", "write_attribute", "write_item"]

_CONDITIONS = frozenset({"filter", "filter_by", "where", "exclude", "having", "get_or_none", "get_queryset"})
_SINGLE = frozenset({
    "first", "one", "one_or_none", "scalar", "scalar_one", "scalar_one_or_none", "get", "get_or_404", "first_or_404", "one_or_404",
    "fetchone", "fetchrow", "get_or_none", "last", "earliest", "latest", "find_one", "aget", "afirst", "scalar_one_or_404", "get_one",
    "fetchval", "find_one_and_update", "find_one_and_delete", "get_by_id",
})  # fmt: skip
_MANY = frozenset({"all", "fetchall", "fetch", "partitions", "to_list", "values", "values_list", "dicts", "iterator"})
_BOUNDS = frozenset({"limit", "paginate", "fetchmany"})
_RETURNING = {"update": "update", "delete": "delete", "values": "insert", "bulk_update": "update", "aupdate": "update", "adelete": "delete"}
_COUNTS = frozenset({"count", "exists", "acount", "aexists", "sum", "aggregate", "count_documents"})
_COLUMN = re.compile(r"([A-Za-z_][\w.]*)[\"`\])]*\s*(?:=|\bIN|<=|>=|<|>|\bLIKE|\bILIKE|<>|!=)\s*(?:[\w.]*\(\s*)*(\?|%s|:\w+|\$\d+|%\(\w+\)s)", re.I)
_SELECTED = re.compile(r"\s*SELECT\s+(?:DISTINCT\s+)?(.*?)\s+FROM\b", re.I | re.S)
_WORD = re.compile(r"([A-Za-z_]\w*)\W*$")
_TABLE = re.compile(r"\b(?:FROM|UPDATE|INTO|JOIN)\s+[\"`\[]?([A-Za-z_][\w.]*)", re.I)
_MARK = re.compile(r"\?|%s|(?<!:):\w+|\$\d+|%\(\w+\)s")
_INSERT = re.compile(r"INSERT\s+(?:OR\s+\w+\s+)?INTO\s+[\w.\"]+\s*\(([^)]*)\)\s*VALUES\s*\(([^)]*)\)", re.I | re.S)
_SET = re.compile(r"\bSET\b(.*?)(?:\bWHERE\b|$)", re.I | re.S)


def row_of(value: Value) -> Value:
    """One row of a query's or store's result: it carries the origins of the conditions that found it."""
    query = value.query
    if query is None:
        collection = str(value.ref)
        return Value("row", Query(collection), labels=value.labels | {f"row:{collection}"})
    labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates)) if query.predicates else EMPTY
    return Value("row", query, labels=labels | value.labels | {f"row:{query.collection}"})


def start_query(engine: Engine, target: Value) -> Value | None:
    """A query on a model class, or on the model of a column."""
    for option in target.options():
        if option.kind == "class" and isinstance(option.ref, Class) and engine.models.table(option.ref):
            return Value("query", Query(engine.models.collection(option.ref), option.ref))
        if option.kind == "column" and option.parts:
            name, attribute, cls = option.parts
            return Value("query", Query(str(name), cls if isinstance(cls, Class) else None, columns=(str(attribute),)))
    return None


def predicates_of(args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], *, whole: bool = False) -> tuple[Predicate, ...]:
    """The conditions in the arguments of a filter; `whole` keeps the path of a name as it is."""
    found: list[Predicate] = []
    for arg in args:
        for option in arg.options():
            if option.kind == "predicate":
                found.extend(option.predicates)
            elif option.kind == "mapping":
                found.extend(Predicate(name if whole else name.rsplit("__", 1)[0], deep_labels(inner)) for name, inner in option.named)
            elif labels := deep_labels(option):
                found.append(Predicate("", labels))
    found.extend(Predicate(name, deep_labels(inner)) for name, inner in named if name != "defaults" and not (whole and name == "**"))
    return tuple(found)


def query_method(engine: Engine, value: Value, name: str, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...],
                 node: ast.AST, frame: Frame) -> Value:  # fmt: skip
    """A method of a query: another query, a row, or a number."""
    query = value.query
    assert query is not None
    lazy = is_lazy(engine, query.model)
    if lazy and (other := manager_method(engine, value, name, args, named, node, frame)) is not None:
        return other
    if name in _RETURNING and (query.verb == "insert" or name != "values") and not (name == "update" and query.verb == "insert"):
        return _changed(query, name, value, args, named, node, frame)
    if name == "values" and query.verb == "update":
        fields = (*named, *(pair for arg in args for pair in arg.named), *((("**", args[0]),) if args and not args[0].named else ()))
        return replace(value, ref=replace(query, fields=(*query.fields, *fields)))
    if name in _CONDITIONS or (name in _SINGLE and (args or named)):
        query = _narrowed(engine, query, name, args, named)
    if name in _BOUNDS:
        return _bounded(value, query, name, args, named, node, frame)
    if name in _COUNTS:
        _fetch(replace(query, single=True), node, frame, "count")
        return Value("unknown", labels=value.labels)
    if name in {"create", "acreate", "insert_one", "get_or_create", "update_or_create", "bulk_create"}:
        return _created(query, args, named, node, frame)
    return _run_at_once(value, query, name, args, node, frame, lazy=lazy)


def _narrowed(engine: Engine, query: Query, name: str, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...]) -> Query:
    """The query with the conditions of one more filter."""
    lazy = is_lazy(engine, query.model)
    found = predicates_of(args, named, whole=lazy)
    if lazy:
        found = tuple(each for predicate in found for each in resolved(engine, query.model, predicate))
    if name in {"get", "get_or_404", "get_by_id"} and args and not found:
        found = (Predicate("id", deep_labels(args[0])),)
    return replace(query, predicates=(*query.predicates, *found))


def _run_at_once(value: Value, query: Query, name: str, args: tuple[Value, ...], node: ast.AST, frame: Frame, *, lazy: bool) -> Value:
    """Methods that run the query, unless a lazy one only chooses its columns."""
    if name in _SINGLE:
        query = replace(query, single=True)
        _fetch(query, node, frame)
        return row_of(replace(value, ref=query))
    if name in _MANY and lazy:
        query = replace(query, columns=tuple(str(arg.ref) for arg in args)) if args else query
    elif name in _MANY:
        _fetch(query, node, frame)
    return replace(value, ref=query)


def _fetch(query: Query, node: ast.AST, frame: Frame, how: str = "") -> None:
    labels = frozenset[str]().union(*(predicate.labels for predicate in query.predicates)) if query.predicates else EMPTY
    frame.happen(
        Event("fetch", place_of(frame.module, node), query.collection, None, (Value("unknown", labels=labels),), query=query,
              labels=frame.labels(), within=frozenset({how, *frame.within} - {""}))
    )  # fmt: skip


def _write(query: Query, verb: str, fields: tuple[tuple[str, Value], ...], receiver: Value | None, node: ast.AST, frame: Frame,
           values: tuple[Value, ...] = ()) -> None:  # fmt: skip
    frame.happen(
        Event("write", place_of(frame.module, node), verb, receiver, values, fields, frame.labels(), query=query,
              within=frozenset(frame.within))
    )  # fmt: skip


def _changed(query: Query, name: str, value: Value, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], node: ast.AST,
             frame: Frame) -> Value:  # fmt: skip
    verb = _RETURNING[name]
    fields = (*named, *(pair for arg in args for pair in arg.named))
    changed = replace(query, verb=query.verb if name == "values" else "delete" if verb == "delete" else "update", fields=fields)
    _write(changed, verb, fields, row_of(value), node, frame, args)
    return replace(value, ref=changed)


def _created(query: Query, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], node: ast.AST, frame: Frame) -> Value:
    fields = (*query.fields, *named, *(pair for arg in args for pair in arg.named))
    _write(replace(query, verb="insert"), "insert", fields, None, node, frame, args)
    labels, text = gather([*args, *(inner for _, inner in named)])
    return Value("row", replace(query, single=True), named=fields, labels=labels | {f"row:{query.collection}"}, text=text)


def session_method(engine: Engine, receiver: Value, name: str, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...],
                   node: ast.AST, frame: Frame) -> Value | None:  # fmt: skip
    """A method of a session, connection or cursor, known by what it is given; None when it is none of these."""
    if not args and name in {"fetchone", "fetchall", "fetchmany"} and frame.last_query is not None:
        query = replace(frame.last_query, single=name == "fetchone")
        if query.verb == "select":
            _fetch(query, node, frame)
        return Value("query", query) if name == "fetchall" else row_of(Value("query", query))
    if not args:
        return None
    first = args[0]
    if name == "query" and (started := start_query(engine, first)):
        return started
    if name in {"get", "get_or_404", "get_one"} and len(args) > 1 and (started := start_query(engine, first)) and started.query:
        query = replace(started.query, predicates=(Predicate("id", deep_labels(args[1])),), single=True)
        _fetch(query, node, frame)
        return row_of(Value("query", query))
    if first.kind == "query" and name in {"execute", "scalars", "scalar", "exec", "scalar_one_or_none", "first", "all", "fetch_one", "fetch_all",
                                          "fetch_val", "paginate", "one_or_404", "first_or_404", "stream_scalars"}:  # fmt: skip
        return _run(first, name, node, frame)
    return _row_session(name, first, node, frame)


def _run(value: Value, name: str, node: ast.AST, frame: Frame) -> Value:
    query = value.query
    assert query is not None
    if name == "paginate":
        return replace(value, ref=replace(query, limited=True))
    if query.verb in {"update", "delete"}:
        _write(query, query.verb, query.fields, row_of(value), node, frame)
        return value
    if name in {"scalar", "first", "fetch_one", "fetch_val", "one_or_404", "first_or_404"}:
        query = replace(query, single=True)
        _fetch(query, node, frame)
        return row_of(replace(value, ref=query))
    return value


def _row_session(name: str, first: Value, node: ast.AST, frame: Frame) -> Value | None:
    if name == "delete" and first.kind == "row" and first.query:
        _write(first.query, "delete", (), first, node, frame)
        return Value("unknown")
    if name in {"add", "merge", "add_all", "refresh"} and first.kind in {"row", "instance", "sequence"}:
        return Value("unknown") if name != "merge" else first
    return None


def statement_query(engine: Engine, statement: Value, args: tuple[Value, ...], node: ast.AST, frame: Frame) -> Value | None:
    """A raw SQL text with its bound parameters, as a query: which table, which columns meet which origins."""
    text = sql_text(statement)
    if text is None or not (table := _TABLE.search(text)):
        return None
    given = _parameters(args)
    predicates, fields = _marks(text, given)
    start = text.lstrip()[:6].lower()
    verb = start if start in {"update", "delete", "insert"} else "select"
    limited = " limit " in f" {text.lower()} "
    counting = re.match(r"\s*select\s+(count|exists|max|min|sum)\b", text, re.I) is not None
    columns = _selected(text)
    query = Query(collection_name(table[1]), None, predicates, verb, limited or counting, None, counting, columns, fields)  # type: ignore[arg-type]
    frame.last_query = query
    if verb == "select":
        _fetch(query, node, frame)
    else:
        _write(query, verb, fields, row_of(Value("query", query)), node, frame)
    return Value("query", query)


def _selected(text: str) -> tuple[str, ...]:
    """The names that a SELECT lists; nothing when it asks for whole rows."""
    match = _SELECTED.match(text)
    parts = re.split(r",(?![^(]*\))", match[1]) if match else []
    if any(part.strip().endswith("*") for part in parts):
        return ()
    return tuple(found[1] if (found := _WORD.search(part)) else "?" for part in parts)


def _bounded(value: Value, query: Query, name: str, args: tuple[Value, ...], named: tuple[tuple[str, Value], ...], node: ast.AST,
             frame: Frame) -> Value:  # fmt: skip
    limit = args[0] if args else next((inner for key, inner in named if key in {"per_page", "limit", "size"}), None)
    topped = any(key in {"max_per_page", "max_limit"} for key, _ in named)
    query = replace(query, limited=True, limit=None if topped else limit)
    if name == "paginate":
        _fetch(query, node, frame)
    return replace(value, ref=query)


def iterated(value: Value, node: ast.AST, frame: Frame) -> Value:
    """What is about to be iterated: a query is run then."""
    if value.kind == "query" and value.query and value.query.verb == "select":
        _fetch(value.query, node, frame)
    return value


def sql_text(value: Value) -> str | None:
    """The text of a statement, with `{}` where something is put in."""
    if isinstance(value.ref, str) and value.kind == "constant":
        return value.ref
    if value.kind == "string":
        return "".join((sql_text(part) or "{}") for part in value.args)
    if value.kind == "instance" and value.args:
        return sql_text(value.args[0])
    return None


def _parameters(args: tuple[Value, ...]) -> tuple[list[Value], dict[str, Value]]:
    positional: list[Value] = []
    named: dict[str, Value] = {}
    for arg in args:
        if arg.kind == "sequence":
            positional.extend(arg.args)
        elif arg.kind == "mapping":
            named.update(arg.named)
        else:
            positional.append(arg)
    return positional, named


def _marks(text: str, given: tuple[list[Value], dict[str, Value]]) -> tuple[tuple[Predicate, ...], tuple[tuple[str, Value], ...]]:
    """Which column meets which parameter. Columns of SET and INSERT are fields, all others are conditions."""
    positional, named = given
    order = {match.start(): index for index, match in enumerate(_MARK.finditer(text))}
    setting = _SET.search(text)
    predicates: list[Predicate] = []
    fields: list[tuple[str, Value]] = []
    for match in _COLUMN.finditer(text):
        value = _marked(match[2], order.get(match.start(2), 0), positional, named)
        column = match[1].rsplit(".", 1)[-1]
        if setting and setting.start(1) <= match.start() < setting.end(1) and text.lstrip()[:6].lower() == "update":
            fields.append((column, value))
        else:
            predicates.append(Predicate(column, deep_labels(value)))
    if insert := _INSERT.search(text):
        for column, mark in zip(insert[1].split(","), insert[2].split(","), strict=False):
            found = _MARK.search(mark)
            start = insert.start(2) + insert[2].find(mark) + (found.start() if found else 0)
            if found:
                fields.append((column.strip(' "`'), _marked(found[0], order.get(start, len(fields)), positional, named)))
    return tuple(predicates), tuple(fields)


def _marked(mark: str, index: int, positional: list[Value], named: dict[str, Value]) -> Value:
    if mark.startswith((":", "%(")):
        return named.get(mark.strip(":%()s") if mark.startswith("%(") else mark[1:], Value("unknown"))
    if mark.startswith("$"):
        index = int(mark[1:]) - 1
    return positional[index] if index < len(positional) else Value("unknown")


def write_attribute(engine: Engine, receiver: Value, target: ast.Attribute, value: Value, frame: Frame) -> None:
    """`row.attribute = value` changes the row."""
    for option in receiver.options():
        if option.cls is not None and (setter := _setter(engine, option, target.attr)) is not None:
            engine.call_value(setter, (value,), (), target, frame)
        elif option.kind == "row" and option.query:
            if not _passing(engine, option.query.model, target.attr):
                _write(option.query, "update", ((target.attr, value),), option, target, frame)
        elif option.kind == "instance" and isinstance(option.ref, Class) and engine.models.table(option.ref):
            _write(Query(engine.models.collection(option.ref), option.ref), "assign", ((target.attr, value),), option, target, frame)


def _passing(engine: Engine, model: Class | None, name: str) -> bool:
    """A name that a model of Django does not declare: it is kept on the object for this request, and stored nowhere."""
    table = engine.models.table(model) if model is not None else None
    if table is None or not set(engine.models.line(table.cls)[1]) <= {"django.db.models.Model", "django.db.models.base.Model"}:
        return False
    return name not in {*table.fields, "pk", "id"} and name.removesuffix("_id") not in table.fields


def _setter(engine: Engine, value: Value, name: str) -> Value | None:
    """The setter of a property, bound to the object."""
    found = engine.member(value.cls, name) if value.cls is not None else None
    function = found.function if found is not None else None
    if found is None or function is None or isinstance(function.node, ast.Lambda):
        return None
    sets = any(isinstance(each, ast.Attribute) and each.attr == "setter" for each in function.node.decorator_list)
    return replace(found, ref=replace(function, receiver=value)) if sets else None


def write_item(engine: Engine, receiver: Value, key: Value, value: Value, target: ast.AST, frame: Frame) -> None:
    """`STORE[key] = value` and `row["attribute"] = value`."""
    if receiver.kind == "store":
        query = Query(str(receiver.ref), predicates=(Predicate("key", deep_labels(key)),), verb="insert")
        _write(query, "insert", value.named, None, target, frame, (value,))
    elif receiver.kind == "row" and receiver.query:
        _write(receiver.query, "update", ((str(key.ref or ""), value),), receiver, target, frame)


def delete_item(engine: Engine, receiver: Value, key: Value, target: ast.AST, frame: Frame) -> None:
    """`del STORE[key]`."""
    if receiver.kind == "store":
        query = Query(str(receiver.ref), predicates=(Predicate("key", deep_labels(key)),), verb="delete")
        _fetch(query, target, frame)
        _write(query, "delete", (), row_of(Value("query", query)), target, frame)
