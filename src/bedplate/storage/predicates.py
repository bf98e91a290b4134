"""From a Node to SQL: rules, filters, checks and computed fields, with SQL's three-valued logic as they were declared.

A to-one path is a correlated scalar subquery on the target's key, a to-many relation an EXISTS or an aggregate of its own, so the
FROM list of the statement stays as it is and so does its index.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, LiteralString, cast

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.nodes import (
    ME,
    ROW,
    Aggregate,
    Always,
    And,
    Arithmetic,
    Call,
    Case,
    Coalesce,
    Compare,
    Constant,
    Exists,
    Figure,
    HasWords,
    In,
    IsNull,
    LinkedTo,
    Never,
    Next,
    Node,
    Not,
    NotTrue,
    Now,
    Or,
    Path,
    Related,
    Today,
)
from bedplate.storage.compiled import above
from bedplate.storage.expression_kinds import Lifted, Typed, places_in, places_of, stored_constant
from bedplate.storage.fragment import Fixed, Fragment, Given, Instant, join, name, number, quoted, slot, sql
from bedplate.storage.instants import from_microseconds, to_microseconds
from bedplate.storage.related import linked_keys, related_rows
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.searching import Test, find_words

__all__ = ["all_of", "column", "condition", "emit", "present", "scaled", "table"]

_TRUE = sql("1")
_FALSE = sql("0")


def emit(node: Node, env: Environment) -> Typed:
    """The expression with its kind."""
    return _EMIT[type(node)](node, env)


def condition(node: Node, env: Environment) -> Fragment:
    """A condition: 1, 0 or NULL."""
    return emit(node, env).fragment


def all_of(parts: list[Fragment]) -> Fragment:
    """Every one of them; true if there is none."""
    if len(parts) < 2:
        return parts[0] if parts else _TRUE
    return sql("({})", join(" AND ", parts))


def table(resource: ResourceContract, alias: Fragment) -> Fragment:
    """`table AS alias`."""
    return sql("{} AS {}", name(resource.table), alias)


def present(row: Scope) -> list[Fragment]:
    """That a row is not deleted, where rows of its kind are only marked: asked of each row that a statement reaches."""
    return [sql("{}.{} IS NULL", row.alias, name("deleted_at"))] if row.resource.deletion else []


def scaled(found: Typed, places: int) -> Fragment:
    """A decimal with another count of digits after the point; half away from zero where digits are lost."""
    if found.places == places:
        return found.fragment
    if found.places < places:
        return sql("({} * {})", found.fragment, number(10 ** (places - found.places)))
    step = 10 ** (found.places - places)
    half = number(step // 2)
    value = found.fragment
    return sql("(({} + iif({} < 0, -{}, {})) / {})", value, value, half, half, number(step))


def column(scope: Scope, field: str, env: Environment) -> Typed:
    """A field of the row of a scope; a computed one as its column or its expression."""
    resource = scope.resource
    stored = resource.fields.get(field)
    if stored is not None:
        own = name(stored.column)
        return Typed(own if env.literal else sql("{}.{}", scope.alias, own), stored.type.kind, places_of(stored))
    computed = resource.computed[field]
    if computed.stored and scope.generated:
        return Typed(sql("{}.{}", scope.alias, name(field)), computed.type.kind, places_of(computed))
    found = emit(computed.node, env.at(scope, guard=env.guard))
    if computed.type.kind == "decimal":
        return Typed(scaled(found, places_of(computed)), "decimal", places_of(computed))
    return Typed(found.fragment, computed.type.kind)


# ---- leaves ------------------------------------------------------------------------------------------------------------------
def _path(node: Path, env: Environment) -> Typed:
    scope = env.scopes.get(node.scope)
    if scope is None:
        return _of_nobody(node, env)
    if not node.refs:
        return column(scope, node.field, env)
    guard = None if node.scope == ME else env.guard
    first, rest = node.refs[0], node.refs[1:]
    start = column(scope, first, env).fragment
    row = _target(scope.resource, first, env)
    sources = [table(row.resource, row.alias)]
    conditions = [sql("{} = {}", _key(row), start), *present(row), *_readable(row, guard, env)]
    for reference in rest:
        following = _target(row.resource, reference, env)
        sources.append(table(following.resource, following.alias))
        conditions += [sql("{} = {}", _key(following), column(row, reference, env).fragment), *present(following), *_readable(following, guard, env)]
        row = following
    conditions += _readable_field(row, node.field, guard, env)
    # The way from the caller's account is free, what a computed field at its end reads of other rows is not.
    found = column(row, node.field, env.at(row, guard=env.guard))
    text = sql("(SELECT {} FROM {} WHERE {})", found.fragment, join(", ", sources), join(" AND ", conditions))
    return Typed(text, found.kind, found.places)


def _of_nobody(node: Path, env: Environment) -> Typed:
    """A field of the caller where there is none: a stranger, or the application itself. Rules for them do not speak of `me`, computed
    fields may; it is NULL there, of the kind that it would have had."""
    resource = env.resource_of(node.scope)
    for reference in node.refs:
        resource = env.contract.resources[resource.fields[reference].target or ""]
    found = resource.fields.get(node.field) or resource.computed[node.field]
    return Typed(sql("NULL"), found.type.kind, places_of(found))


def _target(resource: ResourceContract, reference: str, env: Environment) -> Scope:
    target = resource.fields[reference].target
    assert target is not None
    return Scope(env.aliases.fresh(), env.contract.resources[target])


def _key(row: Scope) -> Fragment:
    return sql("{}.{}", row.alias, name(row.resource.fields[row.resource.key[0]].column))


def _readable(row: Scope, guard: Any, env: Environment) -> list[Fragment]:
    if guard is None:
        return []
    access = guard.rows.get((row.resource.name, "read"))
    return [condition(access.whole if access else Never(), env.at(row))]


def _readable_field(row: Scope, field: str, guard: Any, env: Environment) -> list[Fragment]:
    if guard is None:
        return []
    computed = row.resource.computed.get(field)
    rules = [guard.fields.get((row.resource.name, "read", one)) for one in (field, *(computed.reads if computed else ()))]
    return [condition(rule, env.at(row)) for rule in rules if rule is not None]


def _constant(node: Constant, env: Environment) -> Typed:
    value = node.value
    return Typed(_bound(node, places_in(value), env), node.kind, places_in(value))


def _bound(node: Constant, places: int, env: Environment) -> Fragment:
    if isinstance(node.value, Lifted):
        return slot(Given(node.value.index, "constants" if node.value.many else "constant", None, places))
    stored = stored_constant(node.value, places)
    return quoted(stored) if env.literal else slot(Fixed(stored))


def _now(_: Now, env: Environment) -> Typed:
    return Typed(slot(Instant()), "timestamp")


def _today(_: Today, env: Environment) -> Typed:
    return Typed(slot(Instant(day=True)), "date")


# ---- conditions --------------------------------------------------------------------------------------------------------------
_COMPARE: Mapping[str, LiteralString] = {
    "eq": "({} = {})", "ne": "({} <> {})", "lt": "({} < {})", "le": "({} <= {})", "gt": "({} > {})", "ge": "({} >= {})",
}


def _compare(node: Compare, env: Environment) -> Typed:
    left, right = _aligned([node.left, node.right], env)
    return Typed(sql(_COMPARE[node.op], left.fragment, right.fragment), "boolean")


def _in(node: In, env: Environment) -> Typed:
    found = _aligned([node.item, *node.options], env)
    if len(node.options) == 1 and isinstance(node.options[0].value, Lifted) and node.options[0].value.many:
        return Typed(sql("({} IN (SELECT value FROM json_each({})))", found[0].fragment, found[1].fragment), "boolean")
    return Typed(sql("({} IN ({}))", found[0].fragment, join(", ", (one.fragment for one in found[1:]))), "boolean")


def _is_null(node: IsNull, env: Environment) -> Typed:
    return Typed(sql("({} IS NULL)", emit(node.item, env).fragment), "boolean")


def _and(node: And, env: Environment) -> Typed:
    return Typed(all_of([condition(part, env) for part in node.parts]), "boolean")


def _or(node: Or, env: Environment) -> Typed:
    parts = [condition(part, env) for part in node.parts]
    return Typed(sql("({})", join(" OR ", parts)) if parts else _FALSE, "boolean")


def _not(node: Not, env: Environment) -> Typed:
    return Typed(sql("(NOT {})", condition(node.item, env)), "boolean")


def _not_true(node: NotTrue, env: Environment) -> Typed:
    return Typed(sql("({} IS NOT TRUE)", condition(node.item, env)), "boolean")


# ---- values ------------------------------------------------------------------------------------------------------------------
def _aligned(nodes: list[Node], env: Environment) -> list[Typed]:
    """The expressions with one scale. A constant is scaled itself, so that a column keeps its index."""
    found = [emit(node, env) for node in nodes]
    if all(one.kind != "decimal" for one in found):
        return found
    places = max(one.places for one in found)
    return [
        Typed(_bound(node, places, env) if isinstance(node, Constant) else scaled(one, places), "decimal", places)
        for node, one in zip(nodes, found, strict=True)
    ]


def _arithmetic(node: Arithmetic, env: Environment) -> Typed:
    left, right = emit(node.left, env), emit(node.right, env)
    kinds = {left.kind, right.kind}
    if "timestamp" in kinds:
        return _shifted(node.op, left, right)
    if node.op == "mul":
        places = left.places + right.places
        kind = next((one for one in ("decimal", "duration") if one in kinds), "integer")
        return Typed(sql("({} * {})", left.fragment, right.fragment), kind, places)
    if node.op == "add" and left.kind in ("text", "enumeration"):
        return Typed(sql("({} || {})", left.fragment, right.fragment), "text")
    left, right = _aligned([node.left, node.right], env)
    sign: LiteralString = "({} + {})" if node.op == "add" else "({} - {})"
    return Typed(sql(sign, left.fragment, right.fragment), left.kind, left.places)


def _shifted(op: str, left: Typed, right: Typed) -> Typed:
    if left.kind == right.kind:
        return Typed(sql("({} - {})", to_microseconds(left.fragment), to_microseconds(right.fragment)), "duration")
    instant, length = (left, right) if left.kind == "timestamp" else (right, left)
    sign: LiteralString = "({} + {})" if op == "add" else "({} - {})"
    return Typed(from_microseconds(sql(sign, to_microseconds(instant.fragment), length.fragment)), "timestamp")


def _coalesce(node: Coalesce, env: Environment) -> Typed:
    item, otherwise = _aligned([node.item, node.otherwise], env)
    return Typed(sql("coalesce({}, {})", item.fragment, otherwise.fragment), item.kind, item.places)


def _case(node: Case, env: Environment) -> Typed:
    found = _aligned([*(then for _, then in node.whens), node.otherwise], env)
    whens = [
        sql("WHEN {} THEN {}", condition(test, env), then.fragment) for (test, _), then in zip(node.whens, found[:-1], strict=True)
    ]
    return Typed(sql("CASE {} ELSE {} END", join(" ", whens), found[-1].fragment), found[0].kind, found[0].places)


def _call(node: Call, env: Environment) -> Typed:
    argument = emit(node.argument, env)
    if node.name == "lower":
        return Typed(sql("lower({})", argument.fragment), "text")
    if node.name == "day":
        return Typed(sql("substr({}, 1, 10)", argument.fragment), "date")
    if node.name == "month":
        return Typed(sql("(substr({}, 1, 7) || '-01')", argument.fragment), "date")
    assert node.extra is not None
    if node.name == "contains":
        return Typed(sql("(instr({}, {}) > 0)", argument.fragment, emit(node.extra, env).fragment), "boolean")
    places = cast("int", cast("Constant", node.extra).value)
    return Typed(scaled(argument, places), "decimal", places)


# ---- relations ---------------------------------------------------------------------------------------------------------------
def _rows(rows: Related, env: Environment) -> tuple[Scope, Fragment, Fragment, Environment]:
    """The related rows: their scope, FROM, WHERE, and the environment inside."""
    owner = env.resource_of(rows.scope)
    for reference in rows.refs:
        target = owner.fields[reference].target
        assert target is not None
        owner = env.contract.resources[target]
    relation = owner.relations[rows.relation]
    row = Scope(env.aliases.fresh(), env.contract.resources[relation.target])
    parent = emit(Path(rows.scope, rows.refs, owner.key[0]), env).fragment
    inside = env.bound(rows.bound, row)
    source, conditions = related_rows(relation, row, parent, env, lambda one: [*present(one), *_readable(one, env.guard, env)])
    conditions += present(row)
    if relation.link is not None:
        conditions += _readable_field(row, relation.link.back, env.guard, env)
    if env.guard is not None:
        # The row that a client is shown is readable, so its own parts need only what is beyond that.
        part = rows.scope == ROW and not rows.refs and row.resource.part_of == relation.by
        access = env.guard.rows.get((row.resource.name, "read"))
        rule: Node = Never() if access is None else access.within if part else access.whole
        conditions.append(condition(rule, env.at(row)))
        if part:
            conditions += present(env.scopes[ROW])
    if not isinstance(rows.where, Always):
        conditions.append(condition(rows.where, inside))
    return row, source, join(" AND ", conditions), inside


def _linked_to(node: LinkedTo, env: Environment) -> Typed:
    row = env.scopes[ROW]
    link = env.contract.resources[node.resource].relations[node.relation].link
    assert link is not None
    keys = linked_keys(link, emit(node.key, env).fragment, env, lambda one: [*present(one), *_readable(one, env.guard, env)])
    return Typed(sql("({} IN ({}))", _key(row), keys), "boolean")


def _exists(node: Exists, env: Environment) -> Typed:
    _, source, where, _ = _rows(node.rows, env)
    return Typed(sql("EXISTS (SELECT 1 FROM {} WHERE {})", source, where), "boolean")


def _aggregate(node: Aggregate, env: Environment) -> Typed:
    row, source, where, inside = _rows(node.rows, env)
    if node.name == "count" or node.item is None:
        return Typed(sql("(SELECT count(*) FROM {} WHERE {})", source, where), "integer")
    item = emit(node.item, inside)
    found = item.fragment
    if env.guard is not None and isinstance(node.item, Path) and node.item.scope == node.rows.bound and not node.item.refs:
        rules = _readable_field(row, node.item.field, env.guard, env)
        found = sql("CASE WHEN {} THEN {} END", all_of(rules), found) if rules else found
    if not _is_own_column(node.item, node.rows.bound, row):
        # An aggregate belongs to the query that its argument speaks of: `sum(me.x)` would be one of the whole statement, which then
        # answers a row whatever its WHERE says. So the values are a table of their own first.
        source, where, found = sql("(SELECT {} AS v FROM {} WHERE {})", found, source, where), _TRUE, sql("v")
    if node.name == "sum":
        return Typed(sql("(SELECT coalesce(sum({}), 0) FROM {} WHERE {})", found, source, where), item.kind, item.places)
    return Typed(sql("(SELECT max({}) FROM {} WHERE {})", found, source, where), item.kind, item.places)


def _is_own_column(item: Node, bound: str, row: Scope) -> bool:
    return isinstance(item, Path) and item.scope == bound and not item.refs and item.field in row.resource.fields


def _next(node: Next, env: Environment) -> Typed:
    raise TypeError(f"`fn.next` of {node.field} is assigned to that field only: no query or calculation can speak of it")


def _figure(node: Figure, env: Environment) -> Typed:
    raise TypeError(f"`fn.{node.name}` is a figure over many rows: it stands alone, as a measure of a report or a column of `select`")


def _has_words(node: HasWords, env: Environment) -> Typed:
    """Read under the rules of the fields where it is asked for somebody."""
    if node.last is None:
        return Typed(_FALSE, "boolean")
    row, last = env.scopes[ROW], node.last.value

    def begins(token: Fragment) -> Fragment:
        low, high = (slot(Given(last.index, form)) for form in ("low", "high")) if isinstance(last, Lifted) else (
            slot(Fixed(str(last))), slot(Fixed(above(str(last)))))
        return sql("{} >= {} AND {} < {}", token, low, token, high)

    def rules(field: str) -> list[Fragment]:
        return _readable_field(row, field, env.guard, env)

    same: list[Test] = [lambda token, word=word: sql("{} = {}", token, emit(word, env).fragment) for word in node.words]  # type: ignore[misc]
    return Typed(find_words(row, env, rules, same[0] if same else begins, [*same, begins]), "boolean")


_EMIT: Mapping[type[Any], Callable[[Any, Environment], Typed]] = {
    Path: _path, Constant: _constant, Now: _now, Today: _today, Next: _next,
    Always: lambda _node, _env: Typed(_TRUE, "boolean"), Never: lambda _node, _env: Typed(_FALSE, "boolean"),
    Compare: _compare, In: _in, IsNull: _is_null, And: _and, Or: _or, Not: _not, NotTrue: _not_true,
    Arithmetic: _arithmetic, Coalesce: _coalesce, Case: _case, Call: _call, Exists: _exists, Aggregate: _aggregate,
    LinkedTo: _linked_to, HasWords: _has_words, Figure: _figure,
}
