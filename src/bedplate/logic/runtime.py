"""What decisions need of the application: handed in once at boot, so that nothing here reaches for a global."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bedplate.declarations.contract import Contract, EventContract, FieldContract, HandlerContract, HookContract, ResourceContract, Verb
from bedplate.logic.services import Services
from bedplate.storage.store import Store
from bedplate.values import Access, Actor

__all__ = ["Audit", "Runtime", "nothing_to_wake"]

Audit = Callable[[str, Actor, str], None]
"""Told of each use of `ctx.system`: why, on whose call, in which operation."""


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
    by_kind: Mapping[type[Any], ResourceContract] = field(init=False)
    events: Mapping[type[Any], EventContract] = field(init=False)
    handlers: Mapping[str, tuple[HandlerContract, ...]] = field(init=False)
    hooks: Mapping[tuple[str, Verb], tuple[HookContract, ...]] = field(init=False)
    unique_codes: frozenset[str] = field(init=False)

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

    def automatic_key(self, resource: ResourceContract) -> FieldContract | None:
        """The key field that is filled here or by the database, if there is one."""
        found = resource.fields[resource.key[0]]
        return found if found.automatic == "key" else None
