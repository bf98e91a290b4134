"""What stands behind a `Ctx`: one decision, seen on somebody's behalf. Reads committed rows; what it writes is collected."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.nodes import ROW, Always, Node, Path
from bedplate.declarations.picked import PickSpec
from bedplate.declarations.query import QuerySpec, TooManyRows
from bedplate.declarations.rows import key_of, state_of
from bedplate.errors import NotFound, Refusal
from bedplate.logic.defaults import complete
from bedplate.logic.ledger import MAX_ROWS, Ledger, MetRow, SetChange, otherwise_of
from bedplate.logic.looking import looked_at
from bedplate.logic.runtime import Runtime
from bedplate.logic.who import Who, is_beyond, is_one_of, key_tuple, system_of
from bedplate.storage.store import RowQuery
from bedplate.values import Actor

if TYPE_CHECKING:
    from bedplate.declarations.events import Event
    from bedplate.declarations.resources import Row, System

__all__ = ["View"]


class View:
    """One decision on behalf of one `Who`. Several views share a ledger."""

    __slots__ = ("_apply", "_systems", "ledger", "route", "runtime", "subject", "who")

    def __init__(self, ledger: Ledger, who: Who, route: str, apply: Callable[[], Awaitable[None]]) -> None:
        self.ledger = ledger
        self.runtime: Runtime = ledger.runtime
        self.who = who
        self.route = route
        self.subject: tuple[str, tuple[object, ...]] | None = None  # the row of the action
        self._apply = apply
        self._systems: dict[str, View] = {}

    @property
    def now(self) -> datetime:
        return self.ledger.now

    @property
    def me(self) -> Row | System | None:
        if self.who.access is not None and self.who.me is not None:
            self.ledger.meet_caller(self.who, self)
        return self.who.me

    # ---- reading
    async def rows(self, spec: QuerySpec) -> list[Row]:
        if spec.limit > MAX_ROWS + 1:
            raise TooManyRows(f"a decision may rest on {MAX_ROWS} rows at most: ask for fewer")
        resource = self.runtime.contract.resources[spec.resource]
        rows = [met.row for met in await self.found(spec)]
        await self._bring(resource, rows, spec.load)
        return rows

    async def found(self, spec: QuerySpec) -> list[MetRow]:
        """The rows of a query with what the decision knows of them."""
        resource = self.runtime.contract.resources[spec.resource]
        found = await self.runtime.store.load(self._query(resource, spec.where, spec))
        if not found:
            self.ledger.found_nothing = True
        return [self.ledger.meet(self.who, resource, values, self, spec.where) for values in found]

    async def scalar(self, spec: QuerySpec, aggregate: Literal["count", "exists", "sum"], item: Node | None) -> object:
        resource = self.runtime.contract.resources[spec.resource]
        found = await self.runtime.store.scalar(self._query(resource, spec.where, replace(spec, order=())), aggregate, item)
        if aggregate == "exists" and not found:
            self.ledger.found_nothing = True
        return found

    async def picked(self, spec: PickSpec) -> list[tuple[object, ...]]:
        resource = self.runtime.contract.resources[spec.query.resource]
        found = await self.runtime.store.pick(self._query(resource, spec.query.where, spec.query), spec)
        if not found:
            self.ledger.found_nothing = True
        return found

    async def batch(self, spec: QuerySpec, after: object, size: int) -> list[Row]:
        resource = self.runtime.contract.resources[spec.resource]
        where = spec.where if after is None else (*spec.where, is_beyond(resource, after))
        order = tuple((Path(ROW, (), name), False) for name in resource.key)
        found = await self.runtime.store.load(self._query(resource, where, replace(spec, order=order, limit=size)))
        return [looked_at(resource, values, self) for values in found]

    async def load(self, resource: str, key: object) -> Row:
        added = self.ledger.added(resource, key_tuple(key))
        if added is not None:
            return added
        met = self.ledger.met(self.who, resource, key_tuple(key))
        if met is not None:
            return met.row
        contract = self.runtime.contract.resources[resource]
        who = self.who
        fields = self.runtime.readable_fields[resource, who.actor.kind is not None]
        found = await self.runtime.store.row(who.access, who.actor, resource, fields, key_tuple(key), self.now)
        if found is None:
            self.ledger.found_nothing = True
            raise NotFound
        return self.ledger.meet(who, contract, found, self).row

    async def load_each(self, resource: ResourceContract, keys: Sequence[tuple[object, ...]]) -> dict[tuple[object, ...], MetRow]:
        """The rows with these keys that may be read, all in one statement; by key."""
        if not keys:
            return {}
        spec = QuerySpec(resource.name, limit=MAX_ROWS + 1)
        wanted = is_one_of(resource, [key[0] if len(key) == 1 else key for key in keys])
        found = await self.runtime.store.load(self._query(resource, (wanted,), spec))
        known = {tuple([values[name] for name in resource.key]): values for values in found}
        return {key: self.ledger.meet(self.who, resource, known[key], self) for key in keys if key in known}

    def _query(self, resource: ResourceContract, where: tuple[Node, ...], spec: QuerySpec) -> RowQuery:
        fields = self.runtime.readable_fields[resource.name, self.who.actor.kind is not None]
        return RowQuery(resource.name, where, spec.order, spec.limit, spec.offset, self.who.access, self.who.actor, self.now, fields, spec.deleted)

    async def _bring(self, resource: ResourceContract, rows: list[Row], names: tuple[str, ...]) -> None:
        """One further statement for each relation that was asked to come along, whatever the number of rows."""
        level: dict[str, tuple[ResourceContract, list[Row]]] = {"": (resource, rows)}
        for name in names:
            steps = name.split(".")
            for end in range(1, len(steps) + 1):  # what stands on the way comes along too
                way, before = ".".join(steps[:end]), ".".join(steps[: end - 1])
                if way not in level:
                    await self._bring_step(level, way, before, steps[end - 1])

    async def _bring_step(self, level: dict[str, tuple[ResourceContract, list[Row]]], way: str, before: str, step: str) -> None:
        """One relation: of the rows at the end of the way so far, or else of those that came along last."""
        candidates = [*(found for place, found in level.items() if place == before), *reversed(level.values())]
        at = next((found for found in candidates if step in found[0].relations), None)
        if at is None:
            raise TypeError(f"`load` names {way!r}, which is no relation of the queried rows or of those that were loaded before it")
        holder, owners = at
        relation = holder.relations[step]
        if relation.cardinality == "one":
            target = self.runtime.contract.resources[relation.target]
            level[way] = (target, await self._bring_one(relation.by, step, target, owners))

    async def _bring_one(self, by: str, name: str, target: ResourceContract, owners: list[Row]) -> list[Row]:
        keys = list({key for row in owners if (key := state_of(row).values.get(by)) is not None})
        if not keys:
            return []
        spec = QuerySpec(target.name, limit=MAX_ROWS + 1)
        found = await self.runtime.store.load(self._query(target, (is_one_of(target, keys),), spec))
        related = {met.key: met.row for met in (self.ledger.meet(self.who, target, values, self) for values in found)}
        for row in owners:
            key = state_of(row).values.get(by)
            if key is not None and key_tuple(key) in related:
                state_of(row).related[name] = related[key_tuple(key)]
        return list(related.values())

    # ---- writing
    def add(self, row: Row) -> None:
        resource = self._resource(row)
        state = state_of(row)
        if not state.new:
            raise RuntimeError(f"this {resource.name} is stored already: assign to it instead of adding it")
        said = {**state.values, **state.changed}
        state.values = complete(self.runtime, resource, said, self.who, self.now)
        state.changed, state.contract, state.owner = {}, resource, self
        given = frozenset(said) if self.who.access is not None else frozenset[str]()
        self.ledger.add(self.who, row, resource, given)

    def delete(self, row: Row) -> None:
        self.ledger.delete(self.who, row, self._resource(row))

    def restore(self, row: Row) -> None:
        self.ledger.restore(self.who, row, _keeping(self._resource(row)))

    def purge(self, row: Row) -> None:
        self.ledger.delete(self.who, row, _keeping(self._resource(row)), "purge")

    def update_all(self, spec: QuerySpec, puts: tuple[tuple[str, object | Node], ...]) -> None:
        self.ledger.change_set(SetChange(spec, self.who, puts, "update"))

    def delete_all(self, spec: QuerySpec) -> None:
        self.ledger.change_set(SetChange(spec, self.who, (), "delete"))

    def require(self, rule: Node, otherwise: type[Refusal]) -> None:
        if self.subject is None:
            raise RuntimeError("`require` speaks of the row of an action: there is none here, use a @check")
        if not isinstance(rule, Always):
            self.ledger.conditions.append(otherwise_of(*self.subject, rule, otherwise))

    def emit(self, event: Event, after: timedelta | None) -> None:
        self.ledger.emit(event, after)

    def _resource(self, row: Row) -> ResourceContract:
        return self.runtime.by_kind[type(row)]

    # ---- on whose behalf
    def system(self, why: str) -> View:
        if self.who.access is None:
            return self
        if why not in self._systems:
            self._systems[why] = self.seen_by(system_of(self.runtime, self.who, why, self.route))
        return self._systems[why]

    def acting_as(self, who: Row) -> View:
        kind = self._resource(who)
        if not kind.account:
            raise TypeError(f"{kind.name} is not an account: nobody can act as one")
        key = key_of(who)
        name = str(kind.fields[kind.key[0]].type.dump(key))
        actor = Actor(kind.name, name, "system", why=f"acting as, in {self.route}")
        self.runtime.audit(f"acting as {kind.name} {name}", self.who.actor, self.route)
        return self.seen_by(Who(actor, self.runtime.accesses[kind.name], who, key, {(): state_of(who).values}))

    def seen_by(self, who: Who) -> View:
        """The same decision on behalf of somebody else."""
        other = View(self.ledger, who, self.route, self._apply)
        other.subject = self.subject
        return other

    # ---- the end
    async def apply(self) -> None:
        await self._apply()

    async def decide(self, f: Callable[..., Awaitable[Any]], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        raise RuntimeError("`decide` belongs to Effects: this is a decision already, call the function itself")


def _keeping(resource: ResourceContract) -> ResourceContract:
    if resource.deletion != "own":
        raise TypeError(f"{resource.name} keeps no deleted rows: say `soft_delete=True` of it")
    return resource
