"""Statements of the application's own queries: rows as columns, one figure, one permission. They see what their caller may read."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, TypeAlias, cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import ME, Always, HasWords, LinkedTo, Node
from bedplate.storage.expression_kinds import Typed
from bedplate.storage.fragment import Fragment, Given, join, slot, sql
from bedplate.storage.predicates import all_of, column, condition, emit, present, table
from bedplate.storage.readable import may_bring_back
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import caller_alive, environment, key_columns, key_equals, read_rule, total_order
from bedplate.storage.sqlite import Stored
from bedplate.values import Access, Actor

__all__ = [
    "Aggregate", "Loader", "RowQuery", "Shape", "from_rows", "loaders", "made_of", "query_start", "select_permission", "select_row", "select_rows",
    "select_scalar",
]

Aggregate: TypeAlias = Literal["count", "exists", "sum"]


@dataclass(frozen=True, slots=True)
class RowQuery:
    """A query of code, on behalf of `actor`. Without `access` it is the application's own and sees everything.

    `fields` are stored and computed ones, read whatever the field rules say: what of it reaches a client is decided where it is
    answered. Without an `order` rows come in the resource's own.
    """

    resource: str
    where: tuple[Node, ...]
    order: tuple[tuple[Node, bool], ...]  # (expression, descending)
    limit: int
    offset: int
    access: Access | None
    actor: Actor
    now: datetime
    fields: tuple[str, ...]
    deleted: bool = False  # deleted rows too, as far as the actor may bring them back


@dataclass(frozen=True, slots=True)
class Shape:
    """A query without its values."""

    resource: str
    where: tuple[Node, ...]
    order: tuple[tuple[Node, bool], ...]
    fields: tuple[str, ...]
    access: Access | None
    deleted: bool = False


def from_rows(row: Scope, env: Environment, conditions: Sequence[Fragment]) -> Fragment:
    """`FROM … WHERE …`: the rows, and the caller's own account first, so that expressions may speak of it."""
    source = table(row.resource, row.alias)
    if ME not in env.scopes:
        return sql("FROM {} WHERE {}", source, all_of([*conditions]))
    me = env.scopes[ME]
    return sql("FROM {} CROSS JOIN {} WHERE {}", table(me.resource, me.alias), source, all_of([caller_alive(env), *conditions]))


def query_start(contract: Contract, shape: Shape) -> tuple[Scope, Environment, Environment, list[Fragment]]:
    """The row of a query, the statement around it, expressions on it, and which rows it finds."""
    env = environment(contract, shape.access)
    row = Scope(env.aliases.fresh(), contract.resources[shape.resource])
    here = env.at(row)
    rule = read_rule(shape.access, row.resource)
    conditions = [*_counted(shape, row, here), *([] if isinstance(rule, Always) else [condition(rule, here)])]
    return row, env, here, conditions + [
        # a link may be a row of its own, and words stand in fields: of both a query finds what its caller may read
        condition(one, env.at(row, guard=shape.access) if isinstance(one, LinkedTo | HasWords) else here)
        for one in shape.where if not isinstance(one, Always)
    ]


def _counted(shape: Shape, row: Scope, env: Environment) -> list[Fragment]:
    """Which rows there are for a query: those that are not deleted, or with them what may be brought back."""
    if not shape.deleted or not row.resource.deletion:
        return present(row)
    return [] if shape.access is None else [sql("({} OR {})", *present(row), may_bring_back(shape.access, row, env))]


def select_rows(contract: Contract, shape: Shape, limit: int) -> Fragment:
    """The rows, their fields in order. `limit` is the number of the slot of the limit; the offset follows it."""
    row, env, here, conditions = query_start(contract, shape)
    columns = [column(row, one, here).fragment for one in shape.fields]
    order = join(", ", _order(row, here, shape))
    return sql(
        "SELECT {} {} ORDER BY {} LIMIT {} OFFSET {}",
        join(", ", columns), from_rows(row, env, conditions), order, slot(Given(limit, "stored")), slot(Given(limit + 1, "stored")),
    )


def select_row(contract: Contract, access: Access | None, resource: ResourceContract, fields: Sequence[str]) -> Fragment:
    """The row with the key of the call, its fields in order, if the caller may read it."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    here = env.at(row)
    rule = read_rule(access, resource)
    conditions = [key_equals(row), *present(row), *([] if isinstance(rule, Always) else [condition(rule, here)])]
    return sql("SELECT {} {}", join(", ", [column(row, one, here).fragment for one in fields]), from_rows(row, env, conditions))


def _order(row: Scope, env: Environment, shape: Shape) -> list[Fragment]:
    if not shape.order:
        keys = total_order(row.resource, row.resource.sort)
        return [_term(column(row, one.field, env).fragment, one.descending) for one in keys]
    last = shape.order[-1][1]
    return [*(_term(emit(node, env).fragment, down) for node, down in shape.order), *(_term(one, last) for one in key_columns(row))]


def _term(value: Fragment, descending: bool) -> Fragment:
    return sql("{} DESC", value) if descending else value


def select_scalar(contract: Contract, shape: Shape, aggregate: Aggregate, item: Node | None) -> tuple[Fragment, Typed | None]:
    """One figure over all rows of a query, with the kind of a sum."""
    row, env, here, conditions = query_start(contract, shape)
    rows = from_rows(row, env, conditions)
    if aggregate == "exists":
        return sql("SELECT EXISTS (SELECT 1 {})", rows), None
    if aggregate == "count" or item is None:
        return sql("SELECT count(*) {}", rows), None
    found = emit(item, here)
    return sql("SELECT coalesce(sum({}), 0) {}", found.fragment, rows), found


def select_permission(contract: Contract, access: Access, resource: ResourceContract, verb: str, *, keyed: bool) -> Fragment:
    """One row if the rule of a verb holds: on the row with the key of the call, or on the caller alone."""
    env = environment(contract, access)
    rule = read_rule(access, resource, "read" if verb == "list" else verb)
    if keyed:
        row = Scope(env.aliases.fresh(), resource)
        return sql("SELECT 1 {}", from_rows(row, env, [key_equals(row), *present(row), condition(rule, env.at(row))]))
    alone = condition(rule, env)
    if ME not in env.scopes:
        return sql("SELECT 1 WHERE {}", alone)
    return sql("SELECT 1 FROM {} WHERE {} AND {}", table(env.scopes[ME].resource, env.scopes[ME].alias), caller_alive(env), alone)


# ---- back to Python ----------------------------------------------------------------------------------------------------------
Loader: TypeAlias = Callable[[Any], object]


def loaders(resource: ResourceContract, fields: Sequence[str]) -> tuple[Loader, ...]:
    """How each column becomes a Python value."""
    return tuple((resource.fields.get(one) or resource.computed[one]).type.load for one in fields)


def made_of(found: Typed | None, value: Stored) -> object:
    """The Python value of a figure."""
    if found is None or value is None:
        return value
    if found.kind == "decimal":
        return Decimal(cast("int", value)).scaleb(-found.places)
    if found.kind == "duration":
        return timedelta(microseconds=cast("int", value))
    return value
