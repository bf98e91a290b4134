"""Statements of `select`: values of rows, or figures over groups of them, as Python values. They see what their caller may read."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from bedplate.declarations.columns import typed_column
from bedplate.declarations.contract import Contract
from bedplate.declarations.nodes import ROW, Figure, Node
from bedplate.declarations.picked import PickSpec
from bedplate.storage.expression_kinds import Typed
from bedplate.storage.figures import Part, figure_of, is_stored, made_once
from bedplate.storage.fragment import Fragment, Given, join, number, slot, sql
from bedplate.storage.lifting import Lifting
from bedplate.storage.predicates import all_of, condition, emit
from bedplate.storage.queries import Loader, Shape, from_rows, query_start
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import key_columns

__all__ = ["Pick", "pick_loaders", "pick_of", "select_picked"]


@dataclass(frozen=True, slots=True)
class Pick:
    """A `select` without its values. `nodes` are all that is calculated; the first `shown` of them are answered. Groups and order are
    places among them."""

    nodes: tuple[Node, ...]
    shown: int
    groups: tuple[int, ...] | None
    order: tuple[tuple[int, bool], ...]


def pick_of(spec: PickSpec, lifting: Lifting) -> Pick:
    """What is named twice (as a column and as a group) is one thing, whatever places its values are lifted to."""
    nodes = list(spec.columns)

    def place(node: Node) -> int:
        if node not in nodes:
            nodes.append(node)
        return nodes.index(node)

    groups = None if spec.groups is None else tuple(place(one) for one in spec.groups)
    order = tuple((place(one), down) for one, down in spec.order)
    return Pick(tuple(lifting.lift(one) for one in nodes), len(spec.columns), groups, order)


def select_picked(contract: Contract, shape: Shape, pick: Pick, limit: int) -> tuple[Fragment, list[Typed]]:
    """One line for each row or group, with the kinds of what is shown."""
    row, env, here, conditions = query_start(contract, shape)
    rows = from_rows(row, env, conditions)
    figured = any(isinstance(one, Figure) for one in pick.nodes)
    parts = [_part(one, row, here) for one in pick.nodes]
    if figured and not all(one.plain for one in parts):
        parts, rows = made_once(parts, rows)
    values = [_value(node, part) for node, part in zip(pick.nodes, parts, strict=True)]
    columns = join(", ", [one.fragment for one in values])
    order = [_term(number(i + 1), down) for i, down in pick.order]
    if pick.groups is None:
        last = pick.order[-1][1] if pick.order else False
        order += [_term(one, last) for one in key_columns(row)]
        grouped = sql("")
    else:
        order += [number(i + 1) for i in pick.groups]
        grouped = sql(" GROUP BY {}", join(", ", [number(i + 1) for i in pick.groups])) if pick.groups else sql("")
    ordered = sql(" ORDER BY {}", join(", ", order)) if order else sql("")
    return sql("SELECT {} {}{}{} LIMIT {}", columns, rows, grouped, ordered, slot(Given(limit, "stored"))), values[: pick.shown]


def _part(node: Node, row: Scope, here: Environment) -> Part:
    if not isinstance(node, Figure):
        return Part(emit(node, here), plain=is_stored(node, row))
    where = None if node.where is None else all_of([condition(node.where, here)])
    if node.item is None:
        return Part(None, where)
    return Part(emit(node.item, here), where, where is None and is_stored(node.item, row))


def _value(node: Node, part: Part) -> Typed:
    if isinstance(node, Figure):
        return figure_of(node.name, part)
    assert part.item is not None
    return part.item


def _term(value: Fragment, descending: bool) -> Fragment:
    return sql("{} DESC", value) if descending else value


def pick_loaders(contract: Contract, spec: PickSpec, values: Sequence[Typed]) -> tuple[Loader, ...]:
    """How each column becomes a Python value. Raises WrongExpression for a column that cannot be."""
    return tuple(_loader(contract, spec.query.resource, node, value) for node, value in zip(spec.columns, values, strict=True))


def _loader(contract: Contract, resource: str, node: Node, value: Typed) -> Loader:
    if value.kind == "decimal":
        return lambda stored: Decimal(cast("int", stored)).scaleb(-value.places)
    found: Any = typed_column(node, {ROW: resource}, contract.resources)[1].type
    loader: Loader = found.load
    return loader
