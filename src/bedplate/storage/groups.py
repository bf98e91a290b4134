"""From a Grouping and an Access to one statement: rows that the caller may read, grouped, measured, ordered and paged.

The groups are made inside, under the rules for rows and fields; what is asked of them (having, order, page) stands outside. Which
field's rules do not hold on a row, that value is NULL there: in the group of the unknown, and in no figure.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from bedplate.declarations.contract import Contract
from bedplate.declarations.grids import Column, Grid
from bedplate.declarations.nodes import ME, Never, Node
from bedplate.storage.answers import json_object, json_value
from bedplate.storage.expression_kinds import Typed, places_of
from bedplate.storage.figures import Part, figure_of, is_stored, made_once
from bedplate.storage.filters import null_slots
from bedplate.storage.fragment import Fragment, Given, join, name, number, slot, sql
from bedplate.storage.keyset import SortValue, after, order_by
from bedplate.storage.predicates import all_of, condition, emit, scaled, table
from bedplate.storage.queries import from_rows
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import caller_alive, conditions_on, environment
from bedplate.values import Access, Condition, Grouping

__all__ = ["Source", "grouped", "select_groups"]

_COMPARE: dict[str, LiteralString] = {"eq": "{} = {}", "ne": "{} <> {}", "lt": "{} < {}", "le": "{} <= {}", "gt": "{} > {}", "ge": "{} >= {}"}


@dataclass(frozen=True, slots=True)
class Source:
    """Which rows are grouped beside the filters of the caller: a report says more."""

    grid: Grid
    where: Node | None = None


def grouped(grouping: Grouping) -> tuple[int, ...]:
    """The slots whose value is part of the shape."""
    return tuple(sorted({*null_slots(grouping.rows.where), *(one.slot for one in grouping.having if one.op == "isnull"), *grouping.after}))


def select_groups(contract: Contract, access: Access, source: Source, grouping: Grouping, variant: frozenset[int]) -> Fragment:
    """A page of groups: the body of each, then its sort values. No row at all: the caller's account is gone."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), contract.resources[grouping.rows.resource])
    columns = [source.grid.column(one) for one in (*grouping.groups, *grouping.measures)]
    inner = _inner(source, grouping, columns, row, access, env, variant)
    at = {one.name: sql("g.{}", name(f"c{i}")) for i, one in enumerate(columns, 1)}
    body = json_object([(one.name, json_value(Typed(at[one.name], one.type.kind, places_of(one.type)), one.type.answer, nullable=one.nullable)) for one in columns])
    sort = [SortValue(at[key.field], key.descending, True) for key in grouping.sort]
    conditions = [*_of_report(grouping, access, env), *(_having(one, source.grid, at, variant) for one in grouping.having)]
    if grouping.after:
        conditions.append(after(sort, [None if i in variant else slot(Given(i, "stored")) for i in grouping.after]))
    shown = [sql("CASE WHEN g.seen IS NOT NULL THEN {} END", body), *(one.value for one in sort)]
    order = sql(" ORDER BY {}", join(", ", order_by(sort))) if sort else sql("")
    tail = sql("{} LIMIT {}", order, slot(Given(grouping.limit, "more")))
    if ME not in env.scopes:
        return sql("SELECT {} FROM ({}) AS g WHERE {}{}", join(", ", shown), inner, all_of(conditions), tail)
    me = env.scopes[ME]
    account = table(me.resource, me.alias)
    return sql("SELECT {} FROM {} LEFT JOIN ({}) AS g ON {} WHERE {}{}", join(", ", shown), account, inner, all_of(conditions), caller_alive(env), tail)


def _inner(
    source: Source, grouping: Grouping, columns: Sequence[Column], row: Scope, access: Access, env: Environment, variant: frozenset[int]
) -> Fragment:
    conditions = conditions_on(grouping.rows, row, access, env, variant)
    if grouping.report is not None and source.where is not None:
        read = access.fields.get((grouping.report, "read", ""))
        conditions += [condition(source.where, env.at(row, guard=access)), *([] if read is None else [condition(read, env.at(row))])]
    parts, rows = [_part(one, row, access, env) for one in columns], from_rows(row, env, conditions)
    if not all(one.plain for one in parts):
        parts, rows = made_once(parts, rows)
    values = [sql("{} AS {}", _value(one, part), name(f"c{i}")) for i, (one, part) in enumerate(zip(columns, parts, strict=True), 1)]
    if not grouping.groups:
        return sql("SELECT 1 AS seen, {} {}", join(", ", values), rows)
    places = join(", ", [number(i + 2) for i in range(len(grouping.groups))])
    return sql("SELECT 1 AS seen, {} {} GROUP BY {}", join(", ", values), rows, places)


def _of_report(grouping: Grouping, access: Access, env: Environment) -> list[Fragment]:
    """The report's own rules, which are about the caller: outside, so that nobody else gets so much as a 0."""
    if grouping.report is None:
        return []
    found = [access.rows.get((grouping.report, verb)) for verb in dict.fromkeys(("read", grouping.verb))]
    return [condition(rule.whole if rule is not None else Never(), env) for rule in found]


def _part(column: Column, row: Scope, access: Access, env: Environment) -> Part:
    """What a column is made of, of one row: NULL where its rules do not hold."""
    here = env.at(row, guard=access)
    rule = access.fields.get((column.ruled[0], "read", column.ruled[1])) if column.ruled is not None else None
    where = None if column.where is None else condition(column.where, here)
    if column.node is None:  # rows that are counted by what may not be read do not count
        ruled = [] if rule is None else [condition(rule, env.at(row))]
        return Part(None, all_of([*ruled, *([] if where is None else [where])]) if ruled or where is not None else None)
    item = emit(column.node, here)
    if rule is not None:
        item = Typed(sql("CASE WHEN {} THEN {} END", condition(rule, env.at(row)), item.fragment), item.kind, item.places)
    return Part(item, where, rule is None and where is None and is_stored(column.node, row))


def _value(column: Column, part: Part) -> Fragment:
    item = part.item if column.figure is None else figure_of(column.figure, part)
    assert item is not None
    return scaled(item, places_of(column.type)) if item.kind == "decimal" else item.fragment


def _having(one: Condition, grid: Grid, at: dict[str, Fragment], variant: frozenset[int]) -> Fragment:
    value = at[one.field]
    if one.op == "isnull":
        return sql("{} IS NULL", value) if one.slot in variant else sql("{} IS NOT NULL", value)
    return sql(_COMPARE[one.op], value, slot(Given(one.slot, "value", grid.column(one.field).type)))
