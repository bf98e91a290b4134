"""What decisions need of the application: handed in once at boot, so that nothing here reaches for a global."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from bedplate.declarations.contract import Contract, EventContract, FieldContract, HandlerContract, HookContract, ResourceContract, Verb
from bedplate.declarations.nodes import Path
from bedplate.logic.services import Services
from bedplate.storage.files.keeper import Files
from bedplate.storage.store import Store
from bedplate.values import Access, Actor

__all__ = ["Audit", "Runtime", "nothing_to_wake", "speaks_of_me"]

Audit = Callable[[str, Actor, str], None]
"""Told of each use of `ctx.system`: why, on whose call, in which operation."""


def speaks_of_me(node: object) -> bool:
    """Whether an expression depends on who is asking."""
    if isinstance(node, tuple):
        return any(speaks_of_me(part) for part in cast("tuple[object, ...]", node))
    if getattr(node, "scope", None) == "me":
        return True
    slots = cast("tuple[str, ...]", getattr(type(node), "__slots__", ())) if type(node).__module__ == Path.__module__ else ()
    return any(speaks_of_me(getattr(node, name)) for name in slots)


def nothing_to_wake() -> None:
    """No worker runs in this process."""


@dataclass(frozen=True, eq=False)
class Runtime:
    """The application as decisions see it. `now` and `new_id` are the only clock and the only source of keys."""

    contract: Contract
    store: Store
    accesses: Mapping[str | None, Access]
    services: Services
    now: Callable[[], datetime]
    new_id: Callable[[datetime], str]
    audit: Audit
    wake: Callable[[], None] = nothing_to_wake
    request_seconds: float = 30.0  # what the application's own code may take on a request
    files: Files | None = None  # where the application has any
    by_kind: Mapping[type[Any], ResourceContract] = field(init=False)
    events: Mapping[type[Any], EventContract] = field(init=False)
    handlers: Mapping[str, tuple[HandlerContract, ...]] = field(init=False)
    hooks: Mapping[tuple[str, Verb], tuple[HookContract, ...]] = field(init=False)
    unique_codes: frozenset[str] = field(init=False)
    stored_fields: Mapping[str, tuple[str, ...]] = field(init=False)
    readable_fields: Mapping[tuple[str, bool], tuple[str, ...]] = field(init=False)  # with computed ones; by resource and whether there is a caller
    reached_by_defaults: tuple[tuple[str, ...], ...] = field(init=False)  # the ways from the caller's row to rows that defaults are taken from

    def __post_init__(self) -> None:
        resources = self.contract.resources.values()
        every = self.contract.handlers
        hooks: dict[tuple[str, Verb], tuple[HookContract, ...]] = {}
        for resource in resources:
            for hook in resource.hooks:
                pair = (resource.name, hook.verb)
                hooks[pair] = (*hooks.get(pair, ()), hook)
        object.__setattr__(self, "by_kind", {resource.kind: resource for resource in resources})
        object.__setattr__(self, "events", {event.kind: event for event in self.contract.events.values()})
        object.__setattr__(self, "handlers", {name: tuple(one for one in every if one.event == name) for name in self.contract.events})
        object.__setattr__(self, "hooks", hooks)
        object.__setattr__(self, "unique_codes", frozenset(unique.code for resource in resources for unique in resource.uniques))
        object.__setattr__(self, "stored_fields", {resource.name: tuple(resource.fields) for resource in resources})
        object.__setattr__(self, "readable_fields", {
            (resource.name, me): _readable_fields(resource, me=me) for resource in resources for me in (True, False)})
        object.__setattr__(self, "reached_by_defaults", _reached_by_defaults(self.contract))

    def automatic_key(self, resource: ResourceContract) -> FieldContract | None:
        """The key field that is filled here or by the database, if there is one."""
        found = resource.fields[resource.key[0]]
        return found if found.automatic == "key" else None


def _readable_fields(resource: ResourceContract, *, me: bool) -> tuple[str, ...]:
    """All own fields with the computed ones; those that speak of the caller are left out where there is none."""
    return (*resource.fields, *(one.name for one in resource.computed.values() if me or not speaks_of_me(one.node)))


def _reached_by_defaults(contract: Contract) -> tuple[tuple[str, ...], ...]:
    fields = [one for resource in contract.resources.values() for one in resource.fields.values()]
    paths = [one.default_caller.refs for one in fields if one.default_caller is not None]
    return tuple(sorted({refs[:length] for refs in paths for length in range(1, len(refs))}))
