"""The rows of an application: what callers read, what code reads, and what a change set writes. Each read is one statement."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias, cast

from bedplate.declarations.contract import Contract
from bedplate.declarations.nodes import Node
from bedplate.declarations.picked import PickSpec
from bedplate.storage.apply import Applier
from bedplate.storage.compiled import Compiled, compiled, parameters
from bedplate.storage.expression_kinds import Typed
from bedplate.storage.history import recorders
from bedplate.storage.lanes import INLINE_ROWS, Lane
from bedplate.storage.lifting import Lifting
from bedplate.storage.picks import Pick, pick_loaders, pick_of, select_picked
from bedplate.storage.plans import Kept, SelectionPlans, bounded
from bedplate.storage.queries import (
    Aggregate,
    Loader,
    RowQuery,
    Shape,
    loaders,
    made_of,
    select_permission,
    select_row,
    select_rows,
    select_scalar,
)
from bedplate.storage.select import actor_key
from bedplate.storage.sqlite import Database
from bedplate.values import Access, Actor, Applied, ChangeSet, Selection

__all__ = ["Explanation", "ListAnswer", "OneAnswer", "RowQuery", "Rows", "Store"]

Rows: TypeAlias = list[dict[str, object]]
"""Python values by field name."""

Picks: TypeAlias = list[tuple[object, ...]]
"""Python values by column."""


@dataclass(frozen=True, slots=True)
class ListAnswer:
    """A page. `items` are JSON objects, `first` and `last` the stored sort values of those, `more` whether there are more beyond. Not
    `alive`: the caller's account is gone. `total` where it was asked for."""

    alive: bool
    items: list[str]
    last: tuple[Any, ...] | None
    more: bool
    first: tuple[Any, ...] | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class OneAnswer:
    """One row as JSON with its revision (0 for a table that is not ours); no body: not there, or not to be seen."""

    alive: bool
    body: str | None
    revision: int | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a read comes to: its text, the lines of EXPLAIN QUERY PLAN, and which thread answers it."""

    text: str
    plan: list[str]
    lane: Lane


@dataclass(frozen=True, slots=True)
class _CodePlan:
    """A query of code: its statement, and how columns (or the one figure) become values."""

    statement: Compiled
    bounded: bool
    load: tuple[Loader, ...] = ()
    figure: Typed | None = None


class Store:
    """Statements are compiled at their first use, kept by shape, and bound anew for each call."""

    def __init__(self, contract: Contract, database: Database) -> None:
        self.contract = contract
        self.database = database
        self._selections = SelectionPlans(contract, database)
        self._queries: Kept[_CodePlan] = Kept()
        self._permissions: Kept[Compiled] = Kept()
        self._applier = Applier(contract, self._selections)
        database.before_writing(recorders(contract))

    # ---- for callers
    async def list(
        self, access: Access, actor: Actor, selection: Selection, slots: Sequence[object], now: datetime, lane: Lane | None = None
    ) -> ListAnswer:
        """A page of the rows that the caller may read, on the thread that it is cheap enough for. Raises QueryTooExpensive, Overloaded,
        StorageFailed."""
        plan = self._selections.plan(access, selection, slots)
        bound = parameters(plan.statement, actor_key(self.contract, actor), now, slots)
        rows = await self.database.read(plan.statement.text, bound, lane or plan.lane(slots))
        limit = cast("int", slots[cast("int", selection.limit)])
        if not rows or rows[0][0] is None:
            total = cast("int", rows[0][-1]) if rows and selection.count else None
            return ListAnswer(bool(rows) or access.kind is None, [], None, False, None, total)
        kept = rows[:limit]
        if selection.back:
            kept.reverse()
        items = [cast("str", row[0]) for row in kept]
        end = 1 + len(selection.sort)
        first, last = (kept[0][1:end], kept[-1][1:end]) if kept else (None, None)
        return ListAnswer(True, items, last, len(rows) > limit, first, cast("int", rows[0][-1]) if selection.count else None)

    async def one(
        self, access: Access, actor: Actor, selection: Selection, slots: Sequence[object], key: Sequence[object], now: datetime
    ) -> OneAnswer:
        """One row by its key."""
        plan = self._selections.plan(access, selection, slots)
        bound = parameters(plan.statement, actor_key(self.contract, actor), now, slots, key)
        rows = await self.database.read(plan.statement.text, bound, plan.lane(slots))
        if not rows:
            return OneAnswer(access.kind is None, None, None)
        body, _, revision = rows[0]
        return OneAnswer(True, cast("str | None", body), None if body is None else cast("int", revision or 0))

    async def keys(self, access: Access, actor: Actor, selection: Selection, slots: Sequence[object], now: datetime) -> Sequence[tuple[object, ...]]:
        """The keys of the rows that a selection sorted by its key finds; one more than its limit where there are more."""
        plan = self._selections.plan(access, selection, slots)
        bound = parameters(plan.statement, actor_key(self.contract, actor), now, slots)
        rows = await self.database.read(plan.statement.text, bound, plan.lane(slots))
        resource = self.contract.resources[selection.resource]
        kinds = [resource.fields[part].type for part in resource.key]
        return [tuple([kind.load(part) for kind, part in zip(kinds, row[1:], strict=True)]) for row in rows if row[0] is not None]

    async def permits(
        self, access: Access, actor: Actor, resource: str, verb: str, key: Sequence[object], now: datetime
    ) -> bool:
        """Whether the rule of a verb holds on a row; without a key, whether it holds for the caller."""
        if (resource, "read" if verb == "list" else verb) not in access.rows:
            return False
        keyed = bool(key)
        statement = self._permissions.get(
            (access, resource, verb, keyed),
            lambda: compiled(select_permission(self.contract, access, self.contract.resources[resource], verb, keyed=keyed)),
        )
        bound = parameters(statement, actor_key(self.contract, actor), now, (), key)
        return bool(await self.database.read(statement.text, bound))

    def explain(self, access: Access, selection: Selection, slots: Sequence[object] = ()) -> Explanation:
        """How a read would be answered. Without values it is taken to ask for one row per limit, and for no NULL."""
        given = slots or (1,) * 100
        plan = self._selections.plan(access, selection, given)
        return Explanation(plan.statement.text, self.database.explain(plan.statement.text), plan.lane(given))

    # ---- for code
    async def load(self, query: RowQuery) -> Rows:
        """Rows as Python values by field name; references as keys."""
        lifting = Lifting()
        shape = _shape(query, lifting)
        limit = len(lifting.values)
        plan = self._queries.get((shape, limit), lambda: self._rows_plan(shape, limit))
        slots = [*lifting.values, query.limit, query.offset]
        bound = parameters(plan.statement, actor_key(self.contract, query.actor), query.now, slots)
        lane: Lane = "inline" if plan.bounded and query.limit + query.offset <= INLINE_ROWS else "reader"
        rows = await self.database.read(plan.statement.text, bound, lane)
        names = query.fields
        return [
            {name: None if value is None else load(value) for name, load, value in zip(names, plan.load, row, strict=True)} for row in rows
        ]

    async def row(
        self, access: Access | None, actor: Actor, resource: str, fields: tuple[str, ...], key: Sequence[object], now: datetime
    ) -> dict[str, object] | None:
        """One row by its key as Python values by field name, None where it is not there or may not be read. Without `access` on behalf of
        the application itself."""
        plan = self._queries.get((access, resource, fields), lambda: self._row_plan(access, resource, fields))
        bound = parameters(plan.statement, actor_key(self.contract, actor), now, (), key)
        rows = await self.database.read(plan.statement.text, bound, "inline" if plan.bounded else "reader")
        if not rows:
            return None
        return {name: None if value is None else load(value) for name, load, value in zip(fields, plan.load, rows[0], strict=True)}

    async def scalar(self, query: RowQuery, aggregate: Aggregate, item: Node | None) -> object:
        """A figure over all rows of a query, whatever its limit: how many, whether any, or a sum (of none: 0)."""
        lifting = Lifting()
        shape = _shape(query, lifting, scalar=True)
        lifted = None if item is None else lifting.lift(item)
        plan = self._queries.get((shape, aggregate, lifted), lambda: self._scalar_plan(shape, aggregate, lifted))
        bound = parameters(plan.statement, actor_key(self.contract, query.actor), query.now, lifting.values)
        lane: Lane = "inline" if aggregate == "exists" and plan.bounded else "reader"
        value = (await self.database.read(plan.statement.text, bound, lane))[0][0]
        return bool(value) if aggregate == "exists" else made_of(plan.figure, value)

    async def pick(self, query: RowQuery, spec: PickSpec) -> Picks:
        """Values of the rows of a query, or figures over groups of them; always on a reader thread."""
        lifting = Lifting()
        shape, pick = _shape(query, lifting, scalar=True), pick_of(spec, lifting)
        limit = len(lifting.values)
        plan = self._queries.get((shape, pick, limit), lambda: self._pick_plan(shape, pick, spec, limit))
        bound = parameters(plan.statement, actor_key(self.contract, query.actor), query.now, [*lifting.values, spec.limit])
        rows = await self.database.read(plan.statement.text, bound, "reader")
        return [tuple([None if value is None else load(value) for load, value in zip(plan.load, row, strict=False)]) for row in rows]

    # ---- writing
    async def apply(self, change: ChangeSet) -> Applied:
        """Apply a change set, all of it or nothing, in one transaction; returns once it is durable. Raises NotFound, Forbidden, BadInput,
        Conflict and its kin (RaceLost, StillReferenced, ...), PreconditionFailed, a guard's own refusal, IdempotencyKeyReused."""
        return await self.database.write(self._applier.work(change))

    # ---- compiling
    def _rows_plan(self, shape: Shape, limit: int) -> _CodePlan:
        statement = compiled(select_rows(self.contract, shape, limit))
        return _CodePlan(statement, self._is_bounded(statement), loaders(self.contract.resources[shape.resource], shape.fields))

    def _pick_plan(self, shape: Shape, pick: Pick, spec: PickSpec, limit: int) -> _CodePlan:
        fragment, values = select_picked(self.contract, shape, pick, limit)
        return _CodePlan(compiled(fragment), bounded=False, load=pick_loaders(self.contract, spec, values))

    def _row_plan(self, access: Access | None, resource: str, fields: tuple[str, ...]) -> _CodePlan:
        found = self.contract.resources[resource]
        statement = compiled(select_row(self.contract, access, found, fields))
        return _CodePlan(statement, self._is_bounded(statement), loaders(found, fields))

    def _scalar_plan(self, shape: Shape, aggregate: Aggregate, item: Node | None) -> _CodePlan:
        fragment, figure = select_scalar(self.contract, shape, aggregate, item)
        statement = compiled(fragment)
        return _CodePlan(statement, self._is_bounded(statement), figure=figure)

    def _is_bounded(self, statement: Compiled) -> bool:
        return bounded(self.database, statement.text)


def _shape(query: RowQuery, lifting: Lifting, *, scalar: bool = False) -> Shape:
    where = tuple([lifting.lift(one) for one in query.where])
    order = () if scalar else tuple([(lifting.lift(node), down) for node, down in query.order])
    return Shape(query.resource, where, order, () if scalar else query.fields, query.access, query.deleted)
