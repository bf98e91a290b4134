"""On whose behalf something is read and written."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, cast

from bedplate.declarations.contract import FromCaller, ResourceContract
from bedplate.declarations.nodes import ROW, And, Compare, Constant, In, Node, Or, Path
from bedplate.declarations.rows import state_of
from bedplate.logic.refusals import Unauthenticated
from bedplate.logic.runtime import Runtime
from bedplate.values import Access, Actor, Authority

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row, System

__all__ = ["SYSTEM", "Who", "is_beyond", "is_key", "is_one_of", "key_tuple", "system_of", "who_of"]

_APPLICATION = Actor(via="system")
SYSTEM = Access(None, {}, {})
"""What the application may do is not a matter of rules: no pair is asked for under the authority of the system."""


@dataclass(frozen=True, eq=False)
class Who:
    """A caller with their own account row, or the application (`access` None). `beyond` holds the rows that defaults reach from it."""

    actor: Actor
    access: Access | None
    me: Row | System | None
    key: object = None
    beyond: Mapping[tuple[str, ...], Mapping[str, object]] = field(default_factory=dict[tuple[str, ...], Mapping[str, object]])

    @property
    def authority(self) -> Authority:
        """Under which right this one's changes are applied, unless the right to an action covers them."""
        return "system" if self.access is None else "caller"

    def default(self, wanted: FromCaller) -> object:
        """The value of a default taken from the caller; None where nobody is calling, a stranger or the application."""
        if self.access is None or self.actor.kind is None:
            return None
        if not wanted.refs:
            return self.key
        return self.beyond[wanted.refs[:-1]].get(wanted.refs[-1])


def system_of(runtime: Runtime, who: Who, why: str, route: str) -> Who:
    """The application, acting on the call of `who` for a reason that is audited."""
    from bedplate.declarations.resources import System

    runtime.audit(why, who.actor, route)
    return Who(Actor(via="system", why=why), None, System(why))


async def who_of(runtime: Runtime, actor: Actor, access: Access, now: datetime, *, needed: bool = True) -> Who:
    """The caller with the account row, where something needs it. Raises Unauthenticated for an account that is gone or disabled."""
    if actor.kind is None or actor.id is None:
        return Who(actor, access, None)
    resource = runtime.contract.resources[actor.kind]
    key = resource.fields[resource.key[0]].type.parse_text(actor.id)
    if not needed:
        return Who(actor, access, None, key)
    values = await _one(runtime, resource, key, now)
    if values is None or values.get("disabled_at") is not None:
        raise Unauthenticated
    if resource.build is None:
        raise RuntimeError(f"{resource.name} cannot be built")
    row = cast("Row", resource.build({name: values[name] for name in values if name in resource.fields}, None))
    state_of(row).computed.update({name: values[name] for name in values if name in resource.computed})
    return Who(actor, access, row, key, await _beyond(runtime, resource, values, now))


async def _beyond(
    runtime: Runtime, resource: ResourceContract, values: Mapping[str, object], now: datetime
) -> dict[tuple[str, ...], Mapping[str, object]]:
    """The rows that declared defaults reach over more than one step from the caller."""
    found: dict[tuple[str, ...], Mapping[str, object]] = {(): values}
    at: dict[tuple[str, ...], ResourceContract] = {(): resource}
    for refs in runtime.reached_by_defaults:
        before, step = at.get(refs[:-1]), refs[-1]
        target = before.fields[step].target if before is not None and step in before.fields else None
        key = found.get(refs[:-1], {}).get(step)
        if target is None or key is None:
            found[refs] = {}
            continue
        at[refs] = runtime.contract.resources[target]
        found[refs] = await _one(runtime, at[refs], key, now) or {}
    return found


async def _one(runtime: Runtime, resource: ResourceContract, key: object, now: datetime) -> Mapping[str, object] | None:
    return await runtime.store.row(None, _APPLICATION, resource.name, runtime.stored_fields[resource.name], key_tuple(key), now)


def key_tuple(key: object) -> tuple[object, ...]:
    """A key as change sets and steps hold it."""
    return cast("tuple[object, ...]", key) if isinstance(key, tuple) else (key,)


def is_key(resource: ResourceContract, key: object) -> Node:
    """The condition that a row has this key."""
    parts = tuple(
        Compare("eq", Path(ROW, (), name), Constant(value, resource.fields[name].type.kind))
        for name, value in zip(resource.key, key_tuple(key), strict=True)
    )
    return parts[0] if len(parts) == 1 else And(parts)


def is_beyond(resource: ResourceContract, key: object) -> Node:
    """The condition that a row stands behind this key in the order of keys."""
    pairs = [(Path(ROW, (), name), Constant(value, resource.fields[name].type.kind)) for name, value in zip(resource.key, key_tuple(key), strict=True)]
    ways = [And((*(Compare("eq", *one) for one in pairs[:i]), Compare("gt", *pair))) for i, pair in enumerate(pairs)]
    return ways[0].parts[0] if len(ways) == 1 else Or(tuple(ways))


def is_one_of(resource: ResourceContract, keys: list[object]) -> Node:
    """The condition that a row has one of these keys."""
    if len(resource.key) != 1:
        return Or(tuple(is_key(resource, key) for key in keys))
    name = resource.key[0]
    kind = resource.fields[name].type.kind
    return In(Path(ROW, (), name), tuple(Constant(key, kind) for key in keys))
