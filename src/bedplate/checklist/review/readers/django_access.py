"""Who may call a view and which rows it starts from: permissions of REST framework, accounts, query sets of generic views."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from bedplate.checklist.review.frame import Engine, Frame, Intrinsic, place_of
from bedplate.checklist.review.stores import query_method, start_query
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import CALLER, EMPTY, Class, Predicate, Value, deep_labels, gather, join, names_caller

__all__ = ["ACCESS"]

Named = tuple[tuple[str, Value], ...]
_UNKNOWN = "__engine__.unknown_permission"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What a permission decides by; `open` when it refuses nobody."""

    labels: frozenset[str]
    open: bool = False


def _default_permissions(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    return engine.ambient.get("django.permissions", Value("sequence", args=(Value("external", _UNKNOWN),)))


def _judge(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """Ask each permission; a refusal depends on what they look at."""
    listed, method, given = args[0], str(args[1].ref), args[2:]
    for permission in _members(listed):
        verdict = _verdict(engine, permission, method, given, node, frame)
        if verdict.open:
            continue
        frame.conditions.append(verdict.labels)
        frame.happen(Event("refuse", place_of(frame.module, node), "raise", None, (), labels=frame.labels(), statuses=frozenset({403}),
                           within=frozenset(frame.within)))  # fmt: skip
        frame.conditions.pop()
        if verdict.labels:
            frame.conditions.append(verdict.labels)
    return Value("constant", None)


def _members(value: Value) -> Iterator[Value]:
    """Each permission of a list; of alternatives, all: which one is taken is not known."""
    for option in value.options():
        if option.kind == "sequence":
            for inner in option.args:
                yield from inner.options()
        elif option.kind != "constant":
            yield option


def _verdict(engine: Engine, permission: Value, method: str, given: tuple[Value, ...], node: ast.AST, frame: Frame) -> _Verdict:
    if permission.dotted in {"typing.Union", "typing.Intersection"}:
        inner = [_verdict(engine, each, method, given, node, frame) for each in permission.args[:2]]
        either = permission.dotted == "typing.Union"
        opened = any(each.open for each in inner) if either else all(each.open for each in inner)
        return _Verdict(frozenset[str]().union(*(each.labels for each in inner)), opened)
    if permission.dotted == _UNKNOWN:
        frame.happen(Event("call", place_of(frame.module, node), _UNKNOWN))
        return _Verdict(EMPTY, True)
    if permission.cls is None and not permission.dotted:
        frame.happen(Event("call", place_of(frame.module, node), _UNKNOWN))
        return _Verdict(EMPTY, True)
    if permission.cls is None:
        own = frozenset({CALLER}) if "Authenticated" in permission.dotted else frozenset({CALLER, "claim:permission"})
        return _Verdict(own, method != "has_permission")
    found = engine.member(permission.cls, method)
    if found is None or found.function is None:
        return _Verdict(frozenset({CALLER}), method != "has_permission")
    made = permission if permission.kind == "instance" else Value("instance", permission.cls)
    result = engine.call_value(Value("function", replace(found.function, receiver=made)), given, (), node, frame)
    labels = deep_labels(result)
    opened = not labels and all(option.kind == "constant" and option.ref is True for option in result.options())
    return _Verdict(labels, opened)


def _present(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """Whether somebody is signed in: it says nothing of the account's columns."""
    return Value("unknown", labels=frozenset({CALLER}) if names_caller(args[0].labels) else args[0].labels)


def _permitted(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    subject = args[1] if len(args) > 1 else None
    return Value("unknown", labels=frozenset({CALLER, "claim:permission"}) | (deep_labels(subject) if subject is not None else EMPTY))


def _account(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    return engine.ambient.get("django.account", Value("unknown"))


def _authenticated(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """The account that a name and password belong to: found by what the request says, not by who is calling already."""
    labels, _ = gather(value for _, value in named)
    account = engine.ambient.get("django.caller", Value("row"))
    return replace(account, labels=labels - {CALLER})


def _opened(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """The query set of a view: its `queryset`, or all rows of its `model`."""
    view = args[0]
    for name in ("queryset", "model"):
        found = engine.attribute(view, name, node, frame)
        for option in found.options():
            if option.kind == "query":
                return option
            if option.kind == "class" and (started := start_query(engine, option)) is not None:
                return started
    return Value("unknown")


def _filtered(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """The program's own filter backends are followed; one of a package that asks for permissions is believed."""
    view, rows = args[0], args[1]
    request = engine.attribute(view, "request", node, frame)
    for backend in engine.attribute(view, "filter_backends", node, frame).args:
        own = engine.member(backend.cls, "filter_queryset") if backend.cls is not None and backend.kind == "class" else None
        if own is not None and own.function is not None:
            bound = Value("function", replace(own.function, receiver=Value("instance", backend.cls)))
            made = engine.call_value(bound, (request, rows, view), (), node, frame)
            rows = made if made.kind in {"query", "union"} else rows
        elif "Permission" in backend.dotted and rows.query is not None:
            rows = replace(rows, ref=replace(rows.query, predicates=(*rows.query.predicates, Predicate("", frozenset({CALLER})))))
    return rows


def _paged(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """One page, or None where nothing divides the list into pages."""
    view, rows = args[0], args[1]
    chosen = engine.attribute(view, "pagination_class", node, frame)
    if chosen.kind == "constant" and chosen.ref is None:
        return chosen
    if chosen.cls is None and not chosen.dotted.startswith("rest_framework"):
        default = engine.ambient.get("django.pagination")
        if default is not None and default.ref is False:
            return Value("constant", None)
    pages = tuple(replace(each, ref=replace(each.query, limited=True)) if each.kind == "query" and each.query is not None else each
                  for each in rows.options())  # fmt: skip
    return pages[0] if len(pages) == 1 and pages[0].kind == "query" else replace(rows, args=pages) if len(pages) > 1 else Value("unknown", labels=rows.labels)


def _found(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """The one row that the path names."""
    view, rows = args[0], args[1]
    field = _word(engine, view, "lookup_field", node, frame) or "pk"
    name = _word(engine, view, "lookup_url_kwarg", node, frame) or _word(engine, view, "pk_url_kwarg", node, frame) or field
    given = engine.attribute(view, "kwargs", node, frame)
    key = given.keyword(name)
    if key is None and (key := given.keyword("slug")) is not None:
        field = _word(engine, view, "slug_field", node, frame) or "slug"
    if key is None and len(given.named) == 1:
        key = given.named[0][1]
    queries = [each for each in rows.options() if each.kind == "query"]
    if key is None or not queries:
        return rows if rows.kind == "row" else Value("unknown", labels=rows.labels | deep_labels(given))
    found = query_method(engine, queries[0], "get", (), ((field, key),), node, frame)
    for each in queries[1:]:
        found = join(found, query_method(engine, each, "get", (), ((field, key),), node, frame))
    return found


def _word(engine: Engine, view: Value, name: str, node: ast.AST, frame: Frame) -> str:
    found = engine.attribute(view, name, node, frame)
    return found.ref if isinstance(found.ref, str) and found.kind == "constant" else ""


_FORM = ast.parse("class Made(Base):\n    class Meta:\n        model = chosen\n        fields = names")


def _formed(engine: Engine, args: tuple[Value, ...], named: Named, node: ast.AST, frame: Frame) -> Value:
    """The form of an editing view: its `form_class`, or one made of its model and `fields`."""
    view = args[0]
    own = engine.attribute(view, "form_class", node, frame)
    if own.kind == "class":
        return own
    rows = _opened(engine, args, (), node, frame)
    base = engine.program.find("django.forms", frame.module)
    made = _FORM.body[0]
    if base is None or rows.cls is None or view.cls is None or not isinstance(made, ast.ClassDef):
        return Value("unknown")
    names = engine.attribute(view, "fields", node, frame)
    scope = {"Base": engine.global_name(base, "ModelForm"), "chosen": Value("class", rows.cls), "names": names}
    meta = next(each for each in made.body if isinstance(each, ast.ClassDef))
    fresh = ast.ClassDef("Made", made.bases, [], [ast.ClassDef("Meta", [], [], list(meta.body), [])], [])
    ast.copy_location(fresh, view.cls.node)
    return Value("class", Class(view.cls.module, fresh, scope))


ACCESS: dict[str, Intrinsic] = {
    "__engine__.default_permissions": _default_permissions, "__engine__.judge": _judge, "__engine__.present": _present,
    "__engine__.permitted": _permitted, "django.contrib.auth.get_user_model": _account,
    "django.contrib.auth.authenticate": _authenticated, "__engine__.opened": _opened,
    "__engine__.paged": _paged, "__engine__.filtered": _filtered, "__engine__.found": _found, "__engine__.formed": _formed,
}  # fmt: skip
