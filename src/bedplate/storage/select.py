"""From a Selection and an Access to one statement, however nested.

The caller's own account is the first table: no row at all means that the account is gone or disabled, one row of NULLs that nothing
is visible. Each node carries its own policy, filters, order and limit; a field that the caller may not read is null, is filtered as
if it were never equal to anything, and is ordered as NULL.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bedplate.declarations.contract import Contract, RelationContract, ResourceContract, SortKey
from bedplate.declarations.nodes import ME, Always
from bedplate.storage.answers import Pieces, json_array, json_object, json_value
from bedplate.storage.counting import counted
from bedplate.storage.expression_kinds import places_of
from bedplate.storage.files.shown import file_value
from bedplate.storage.filters import Asking, filters, is_indexed, null_slots, over_references
from bedplate.storage.fragment import ActorKey, Fragment, Given, KeyPart, Keys, join, name, number, slot, sql
from bedplate.storage.keyset import SortValue, after, order_by
from bedplate.storage.predicates import all_of, column, condition, table
from bedplate.storage.readable import (
    deleted,
    field_rules,
    if_readable,
    key_columns,
    may_bring_back,
    may_vanish,
    policy,
    read_rule,
    require_shown,
    rows_of,
)
from bedplate.storage.scopes import Aliases, Environment, Scope
from bedplate.storage.sqlite import Stored
from bedplate.values import Access, Actor, Selection

__all__ = [
    "Statement", "actor_key", "body_of", "caller_alive", "conditions_on", "environment", "field_rules", "key_columns", "key_equals", "kind_of", "read_rule",
    "revision_of", "seen_by_caller", "seen_of_each", "select_list", "select_one", "sort_values", "total_order", "variant_slots",
]

_ME = name("me")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement before it is rendered. `all_rows`: nothing is filtered, so a scan in the order of an index is bounded by the limit.
    `indexed`: no filter is of a kind that looks at many rows to answer few."""

    fragment: Fragment
    all_rows: bool = False
    indexed: bool = True


def total_order(resource: ResourceContract, sort: Sequence[SortKey]) -> tuple[SortKey, ...]:
    """The sort with the key behind it, in the direction of its last part, which is how the indexes are made."""
    found = [*sort]
    direction = found[-1].descending if found else False
    named = {one.field for one in found}
    return (*found, *(SortKey(part, direction) for part in resource.key if part not in named))


def environment(contract: Contract, access: Access | None) -> Environment:
    """The scopes of a statement on behalf of somebody: their own account, if they have one."""
    scopes: dict[str, Scope] = {}
    if access is not None and access.kind is not None:
        scopes[ME] = Scope(_ME, contract.resources[access.kind])
    return Environment(contract, scopes, Aliases())


def actor_key(contract: Contract, actor: Actor) -> Stored:
    """The key of the caller's account as its column holds it."""
    if actor.kind is None or actor.id is None:
        return None
    account = contract.resources[actor.kind]
    kind = account.fields[account.key[0]].type
    return actor.id if kind.storage == "TEXT" else kind.store(kind.parse_text(actor.id))


def caller_alive(env: Environment) -> Fragment:
    """The condition on the caller's own account row."""
    me = env.scopes[ME]
    alive = sql("{} = {}", key_columns(me)[0], slot(ActorKey()))
    disabled = me.resource.fields.get("disabled_at")
    return alive if disabled is None else sql("{} AND me.{} IS NULL", alive, name(disabled.column))


def key_equals(row: Scope) -> Fragment:
    """The row with the key of the call."""
    types = [row.resource.fields[part].type for part in row.resource.key]
    return all_of([
        sql("{} = {}", one, slot(KeyPart(i, kind))) for i, (one, kind) in enumerate(zip(key_columns(row), types, strict=True))
    ])


def revision_of(row: Scope) -> Fragment:
    """The hidden revision; adopted tables have none."""
    return sql("NULL") if row.resource.adopted else sql("{}.rev", row.alias)


def kind_of(resource: ResourceContract, field: str) -> tuple[str, int]:
    """Kind and decimal places of a field."""
    found = resource.fields.get(field) or resource.computed[field]
    return found.type.kind, places_of(found)


# ---- one row as JSON ---------------------------------------------------------------------------------------------------------
def body_of(selection: Selection, row: Scope, access: Access | None, env: Environment, variant: frozenset[int]) -> Fragment:
    """The JSON object of a row with all that is nested in it. A nested object takes the place of the reference it follows."""
    here = env.at(row, guard=access)
    nested = dict(selection.nested)
    members = [(one, _member(one, row, access, here)) for one in selection.fields if one not in nested]
    members += [(one, _nested(one, inner, row, access, here, variant)) for one, inner in selection.nested]
    return json_object(members)


def _ruled(field: str, row: Scope, access: Access | None, env: Environment, value: Fragment) -> Fragment:
    rules = field_rules(access, row.resource, field)
    if not rules:
        return value
    plain = env.at(row)
    return sql("CASE WHEN {} THEN {} ELSE 'null' END", all_of([condition(rule, plain) for rule in rules]), value)


def _member(field: str, row: Scope, access: Access | None, env: Environment) -> Pieces:
    form, nullable = require_shown(row.resource, field)
    if form == "file" and field in row.resource.fields:
        pieces: Pieces = [file_value(row, field)]
    else:
        pieces = json_value(column(row, field, env), form, nullable=nullable or may_vanish(row.resource, field))
    if not field_rules(access, row.resource, field):
        return pieces
    whole = [piece if isinstance(piece, Fragment) else sql("'\"'") for piece in pieces]
    return [_ruled(field, row, access, env, sql("concat({})", join(", ", whole)))]


def _nested(
    relation_name: str, inner: Selection, row: Scope, access: Access | None, env: Environment, variant: frozenset[int]
) -> Pieces:
    relation = row.resource.relations[relation_name]
    target = Scope(env.aliases.fresh(), env.contract.resources[relation.target])
    if relation.cardinality == "one":
        value = _nested_one(relation, inner, row, target, access, env, variant)
    else:
        value = _nested_many(relation, inner, row, target, access, env, variant)
    return [_ruled(relation_name, row, access, env, value)]


def _nested_one(
    relation: RelationContract, inner: Selection, row: Scope, target: Scope, access: Access | None, env: Environment, variant: frozenset[int]
) -> Fragment:
    conditions = [sql("{} = {}", key_columns(target)[0], column(row, relation.by, env).fragment)]
    conditions += policy(read_rule(access, target.resource), target, env)
    body = body_of(inner, target, access, env, variant)
    return sql("coalesce((SELECT {} FROM {} WHERE {}), 'null')", body, table(target.resource, target.alias), join(" AND ", conditions))


def _nested_many(
    relation: RelationContract, inner: Selection, row: Scope, target: Scope, access: Access | None, env: Environment, variant: frozenset[int]
) -> Fragment:
    source, conditions = rows_of(relation, row, target, access, env)
    conditions += filters(inner.where, target, Asking(access, env, variant))
    sort = inner.sort or total_order(target.resource, relation.sort or target.resource.sort)
    limit = number(min(20, relation.max)) if inner.limit is None else slot(Given(inner.limit, "stored"))
    rows = sql(
        "SELECT {} AS j FROM {} WHERE {} ORDER BY {} LIMIT {}",
        body_of(inner, target, access, env, variant), source, join(" AND ", conditions),
        join(", ", order_by(sort_values(sort, target, access, env))), limit,
    )
    return json_array(rows)


def conditions_on(selection: Selection, row: Scope, access: Access | None, env: Environment, variant: frozenset[int]) -> list[Fragment]:
    """What the rows of a selection meet: the rule for reading them, that of its verb, and the filters. The deleted ones, if they are asked
    for, as far as they may be brought back."""
    found = policy(read_rule(access, row.resource), row, env)
    if selection.deleted:
        found = [deleted(row), condition(read_rule(access, row.resource), env.at(row)), may_bring_back(access, row, env)]
    if selection.verb != "read":
        found.append(condition(read_rule(access, row.resource, selection.verb), env.at(row)))
    return found + filters(selection.where, row, Asking(access, env, variant))


# ---- order -------------------------------------------------------------------------------------------------------
def sort_values(sort: Sequence[SortKey], row: Scope, access: Access | None, env: Environment) -> list[SortValue]:
    """What rows are ordered by: NULL where the caller may not read it."""
    return [_sort_value(key, row, access, env) for key in sort]


def _sort_value(key: SortKey, row: Scope, access: Access | None, env: Environment) -> SortValue:
    def value(field: str, at: Scope) -> Fragment:
        require_shown(at.resource, field)
        return if_readable(field, at, access, env, column(at, field, env.at(at, guard=access)).fragment)

    fragment = over_references(key.field, row, access, env, value)
    if "." in key.field:
        return SortValue(fragment, key.descending, True)
    resource = row.resource
    found = resource.fields.get(key.field) or resource.computed[key.field]
    return SortValue(fragment, key.descending, found.nullable or bool(field_rules(access, resource, key.field)) or may_vanish(resource, key.field))


def variant_slots(selection: Selection) -> tuple[int, ...]:
    """The slots whose value is part of the shape: what `isnull` asks, and which values of a cursor are NULL."""
    return tuple(sorted(set(_variant_slots(selection))))


def _variant_slots(selection: Selection) -> Iterator[int]:
    yield from null_slots(selection.where)
    yield from selection.after
    for _, inner in selection.nested:
        yield from _variant_slots(inner)


# ---- whole statements --------------------------------------------------------------------------------------------------------
def select_list(contract: Contract, access: Access | None, selection: Selection, variant: frozenset[int]) -> Statement:
    """A page: the body of each row, then its sort values, of which the last are its key. One row more than the limit shows that
    there are more. `variant` holds the slots of `isnull` that ask for NULL, and of cursor values that are NULL."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), contract.resources[selection.resource])
    values = sort_values(selection.sort, row, access, env)
    if selection.back:
        values = [replace(one, descending=not one.descending) for one in values]
    conditions = conditions_on(selection, row, access, env, variant)
    if selection.after:
        cursor = [None if i in variant else slot(Given(i, "stored")) for i in selection.after]
        conditions.append(after(values, cursor))
    assert selection.limit is not None
    columns = [_present(row, body_of(selection, row, access, env, variant)), *(one.value for one in values)]
    if selection.count:
        columns.append(_count(contract, access, selection, env, variant))
    tail = sql(" ORDER BY {} LIMIT {}", join(", ", order_by(values)), slot(Given(selection.limit, "more")))
    all_rows = isinstance(read_rule(access, row.resource), Always) and selection.verb == "read" and not selection.where and not selection.deleted
    seen = seen_by_caller(columns, row, all_of(conditions), env, always=bool(selection.count))
    return Statement(sql("{}{}", seen, tail), all_rows, _is_indexed(selection) and not selection.count)


def _count(contract: Contract, access: Access | None, selection: Selection, around: Environment, variant: frozenset[int]) -> Fragment:
    """Of all rows of the list, with the caller's account looked up for itself."""
    env = replace(environment(contract, access), aliases=around.aliases)
    row = Scope(env.aliases.fresh(), contract.resources[selection.resource])
    conditions, source = conditions_on(selection, row, access, env, variant), table(row.resource, row.alias)
    if ME in env.scopes:
        source = sql("{}, {}", table(env.scopes[ME].resource, _ME), source)
        conditions.insert(0, caller_alive(env))
    return counted(source, all_of(conditions), capped=selection.count == "capped")


def select_one(contract: Contract, access: Access | None, selection: Selection, variant: frozenset[int], verb: str = "read") -> Statement:
    """One row by its key: its body, its key, its revision."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), contract.resources[selection.resource])
    conditions = [key_equals(row), *policy(read_rule(access, row.resource, verb), row, env)]
    columns = [_present(row, body_of(selection, row, access, env, variant)), key_columns(row)[0], revision_of(row)]
    return Statement(seen_by_caller(columns, row, all_of(conditions), env), indexed=_is_indexed(selection))


def _is_indexed(selection: Selection) -> bool:
    return is_indexed(selection.where) and all(_is_indexed(inner) for _, inner in selection.nested)


def _present(row: Scope, body: Fragment) -> Fragment:
    return sql("CASE WHEN {} IS NOT NULL THEN {} END", key_columns(row)[0], body)


def seen_by_caller(columns: list[Fragment], row: Scope, where: Fragment, env: Environment, *, always: bool = False) -> Fragment:
    """SELECT: no row at all where the caller's account is gone; NULLs where nothing meets `where`, for strangers only if `always`."""
    source = table(row.resource, row.alias)
    if ME not in env.scopes and always:
        return sql("SELECT {} FROM (SELECT 1) LEFT JOIN {} ON {}", join(", ", columns), source, where)
    if ME not in env.scopes:
        return sql("SELECT {} FROM {} WHERE {}", join(", ", columns), source, where)
    account = table(env.scopes[ME].resource, _ME)
    return sql("SELECT {} FROM {} LEFT JOIN {} ON {} WHERE {}", join(", ", columns), account, source, where, caller_alive(env))


def seen_of_each(columns: list[Fragment], row: Scope, env: Environment) -> Fragment:
    """The same for all rows of a list of keys: a line for each, which begins with its number in the list, in any order."""
    several = len(row.resource.key) > 1
    parts = [sql("json_extract(k.value, {})", _place(i)) for i in range(len(row.resource.key))] if several else [sql("k.value")]
    same = all_of([sql("{} = {}", one, part) for one, part in zip(key_columns(row), parts, strict=True)])
    source = sql("json_each({}) AS k LEFT JOIN {} ON {}", slot(Keys()), table(row.resource, row.alias), same)
    if ME not in env.scopes:
        return sql("SELECT k.key, {} FROM {}", join(", ", columns), source)
    account = table(env.scopes[ME].resource, _ME)
    return sql("SELECT k.key, {} FROM {} CROSS JOIN {} WHERE {}", join(", ", columns), account, source, caller_alive(env))


def _place(part: int) -> Fragment:
    return sql("('$[' || {} || ']')", number(part))
