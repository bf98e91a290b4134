"""From a Grouping and an Access to one statement: rows that the caller may read, grouped, measured, ordered and paged.

The groups are made inside, under the rules for rows and fields; what is asked of them (having, order, page) stands outside. Which
field's rules do not hold on a row, that value is NULL there: in the group of the unknown, and in no figure.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from bedplate.declarations.contract import Contract
from bedplate.declarations.fields.decimals import DIGITS
from bedplate.declarations.fields.instants import MICROSECONDS_MAX
from bedplate.declarations.fields.numbers import SAFE_INTEGER
from bedplate.declarations.grids import Column, Grid
from bedplate.declarations.nodes import ME, Never, Node
from bedplate.storage.answers import json_object, json_value
from bedplate.storage.expression_kinds import Typed, places_of
from bedplate.storage.filters import null_slots
from bedplate.storage.fragment import Fragment, Given, join, name, number, quoted, slot, sql
from bedplate.storage.keyset import SortValue, after, order_by
from bedplate.storage.predicates import all_of, condition, emit, scaled, table
from bedplate.storage.queries import from_rows
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import caller_alive, conditions_on, environment
from bedplate.values import Access, Condition, Grouping

__all__ = ["Source", "figure_of", "grouped", "select_groups"]

_TOO_LARGE = sql("abs(count(*) * 0 + (-9223372036854775807 - 1))")
"""Raises `integer overflow` where it is reached."""

_LARGEST = 1.7976931348623157e308
_BOUNDS: dict[str, int] = {"integer": SAFE_INTEGER, "decimal": 10**DIGITS - 1, "duration": MICROSECONDS_MAX}
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
    conditions = [_having(one, source.grid, at, variant) for one in grouping.having]
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
    here = env.at(row, guard=access)
    conditions = conditions_on(grouping.rows, row, access, env, variant)
    if grouping.report is not None:
        conditions += _of_report(grouping.report, source, access, env, here)
    values = [sql("{} AS {}", _value(one, row, access, env), name(f"c{i}")) for i, one in enumerate(columns, 1)]
    rows = from_rows(row, env, conditions)
    if not grouping.groups:
        return sql("SELECT 1 AS seen, {} {}", join(", ", values), rows)
    places = join(", ", [number(i + 2) for i in range(len(grouping.groups))])
    return sql("SELECT 1 AS seen, {} {} GROUP BY {}", join(", ", values), rows, places)


def _of_report(report: str, source: Source, access: Access, env: Environment, here: Environment) -> list[Fragment]:
    """The report's own rule, which is about the caller; its own condition, and the rules of the fields that this reads."""
    rule = access.rows.get((report, "read"))
    found = [condition(rule.whole if rule is not None else Never(), env)]
    if source.where is not None:
        read = access.fields.get((report, "read", ""))
        found += [condition(source.where, here), *([] if read is None else [condition(read, here)])]
    return found


def _value(column: Column, row: Scope, access: Access, env: Environment) -> Fragment:
    here = env.at(row, guard=access)
    rule = access.fields.get((column.ruled[0], "read", column.ruled[1])) if column.ruled is not None else None
    where = None if column.where is None else condition(column.where, here)
    if rule is not None and column.node is None:  # rows that are counted by what may not be read do not count
        where = all_of([one for one in (condition(rule, env.at(row)), where) if one is not None])
    item = None
    if column.node is not None:
        item = emit(column.node, here)
        if rule is not None:
            item = Typed(sql("CASE WHEN {} THEN {} END", condition(rule, env.at(row)), item.fragment), item.kind, item.places)
    if column.figure is not None:
        return figure_of(column.figure, item, where)[0].fragment
    assert item is not None
    return scaled(item, places_of(column.type)) if item.kind == "decimal" else item.fragment


def _having(one: Condition, grid: Grid, at: dict[str, Fragment], variant: frozenset[int]) -> Fragment:
    value = at[one.field]
    if one.op == "isnull":
        return sql("{} IS NULL", value) if one.slot in variant else sql("{} IS NOT NULL", value)
    return sql(_COMPARE[one.op], value, slot(Given(one.slot, "value", grid.column(one.field).type)))


# ---- figures -----------------------------------------------------------------------------------------------------------------
def figure_of(figure: str, item: Typed | None, where: Fragment | None) -> tuple[Typed, bool]:
    """A figure over the rows of a group, and whether it may be NULL. Exact, or an error: never rounded where its kind is exact."""
    only = sql("") if where is None else sql(" FILTER (WHERE {})", where)
    if item is None:
        return Typed(sql("count(*){}", only), "integer"), False
    value = item.fragment
    if figure in ("min", "max"):
        return Typed(sql("min({}){}" if figure == "min" else "max({}){}", value, only), item.kind, item.places), True
    summed = sql("sum({}){}", value, only)
    counted = sql("count({}){}", value, only)
    if figure == "mean":
        return _mean(item, value, summed, counted, only), True
    if item.kind == "float":
        most = quoted(_LARGEST)
        found = sql("coalesce({}, 0.0)", summed)
        return Typed(sql("iif({} BETWEEN -{} AND {}, {}, {})", found, most, most, found, _TOO_LARGE), "float"), False
    found = sql("coalesce({}, 0)", summed)
    if item.kind in _BOUNDS:
        most = number(_BOUNDS[item.kind])
        found = sql("iif({} BETWEEN -{} AND {}, {}, {})", found, most, most, found, _TOO_LARGE)
    return Typed(found, item.kind, item.places), False


def _mean(item: Typed, value: Fragment, summed: Fragment, counted: Fragment, only: Fragment) -> Typed:
    if item.kind == "float":
        return Typed(sql("avg({}){}", value, only), "float")
    if item.kind in ("integer", "bigint"):
        return Typed(sql("CAST({} AS REAL) / {}", summed, counted), "float")
    return Typed(sql("({} + iif({} < 0, -1, 1) * ({} / 2)) / {}", summed, summed, counted, counted), item.kind, item.places)
