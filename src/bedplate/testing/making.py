"""Rows for tests: what is not said is made up by the field's type and rules, and required references are made too.

They all live in one tenant: that of a row that was named, else a new one.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from bedplate.declarations.contract import Contract, FieldContract, ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Refusal
from bedplate.logic.who import SYSTEM, key_tuple
from bedplate.storage.store import Store
from bedplate.testing.inspection import Inspection, Place
from bedplate.testing.made_up import Moment, made_up
from bedplate.values import Actor, ChangeSet, Insert

__all__ = ["Maker"]

_WHY = "a test makes its rows"


class Maker:
    """Makes rows as the application itself: no rule and no hook is asked; uniqueness and checks hold."""

    def __init__(
        self, contract: Contract, store: Store, inspection: Inspection, now: Callable[[], datetime], new_id: Callable[[datetime], str]
    ) -> None:
        self._contract = contract
        self._store = store
        self._inspection = inspection
        self._now = now
        self._new_id = new_id
        self._made = 0
        targets = (resource.fields[resource.tenant].target for resource in contract.resources.values() if resource.tenant is not None)
        self._tenants = frozenset(target for target in targets if target is not None)

    async def make(self, resource: ResourceContract, said: Mapping[str, object]) -> Place:
        """Insert a row with these values (references as keys), and those that it needs. Raises Conflict for a check that does not hold,
        ValueError for a value that breaks its field's rules or cannot be made up."""
        return await self._make(resource, said, {}, ())

    async def _make(
        self, resource: ResourceContract, said: Mapping[str, object], tenants: dict[str, object], makers: tuple[str, ...]
    ) -> Place:
        if resource.name in makers:
            way = " -> ".join((*makers, resource.name))
            raise ValueError(f"{way}: each of these rows needs another one first. Make one of them without, and give it with put(...)")
        self._made += 1
        moment = Moment("", self._made, self._now())
        values: dict[str, object] = {}
        for field in _in_order(resource, said):
            if field.name in said:
                value = said[field.name]
            elif field.target is not None:
                value = await self._reference(field, tenants, (*makers, resource.name))
            else:
                value = self._plain(resource, field, moment)
            values[field.name] = _checked(resource, field, value)
            if field.target is not None and value is not None:
                self._learn(tenants, Place(self._contract.resources[field.target], key_tuple(value)))
        return await self._insert(resource, {name: values[name] for name in resource.fields if not _by_database(resource, name, values)})

    # ---- values
    async def _reference(self, field: FieldContract, tenants: dict[str, object], makers: tuple[str, ...]) -> object:
        if field.nullable or field.default is not None:
            return field.default
        target = field.target or ""
        if target in tenants:
            return tenants[target]
        made = await self._make(self._contract.resources[target], {}, tenants, makers)
        return made.key[0] if len(made.key) == 1 else made.key

    def _plain(self, resource: ResourceContract, field: FieldContract, moment: Moment) -> object:
        if field.automatic == "key":
            return field.type.parse(self._new_id(moment.now)) if field.type.kind == "uuid" else None
        if field.automatic:
            return None if field.automatic == "deleted_at" else moment.now
        if field.serial is not None:
            return None
        if field.default_factory is not None:
            return field.default_factory()
        if field.has_default or field.nullable:
            return field.default
        return made_up(field.type, moment.part(resource.name if field.name == "email" else field.name))

    def _learn(self, tenants: dict[str, object], place: Place) -> None:
        """Whose tenant a row belongs to, over the row that it is a part of if need be. The first one that is met counts."""
        resource = place.resource
        key: object = place.key[0] if len(place.key) == 1 else place.key
        if resource.name in self._tenants:
            tenants.setdefault(resource.name, key)
            return
        over = resource.tenant or resource.part_of
        values = None if over is None else self._inspection.values(place)
        if over is None or values is None or values[over] is None:
            return
        self._learn(tenants, Place(self._contract.resources[resource.fields[over].target or ""], key_tuple(values[over])))

    # ---- writing
    async def _insert(self, resource: ResourceContract, values: Mapping[str, object]) -> Place:
        key = tuple(values[name] for name in resource.key) if all(name in values for name in resource.key) else ()
        change = Insert(resource.name, key, values, "system", why=_WHY)
        try:
            applied = await self._store.apply(ChangeSet(Actor(via="system", why=_WHY), SYSTEM, self._now(), changes=(change,)))
        except Refusal as refusal:
            refusal.add_note(f"while a {resource.name} was made up: give the fields that this speaks of with put(...)")
            raise
        return Place(resource, key or applied.keys[0])


def _in_order(resource: ResourceContract, said: Mapping[str, object]) -> list[FieldContract]:
    """What says which tenant it is comes first: the tenant itself, what was said, the row that this one is a part of."""

    def rank(field: FieldContract) -> int:
        if field.target is None:
            return 4
        if field.name in said:
            return 0 if field.name == resource.tenant else 1
        return 2 if field.name in (resource.tenant, resource.part_of) else 3

    return sorted(resource.fields.values(), key=rank)


def _checked(resource: ResourceContract, field: FieldContract, value: object) -> object:
    if value is None:
        return None
    try:
        return field.type.check(value)
    except InvalidValue as fault:
        raise ValueError(f"{resource.name}.{field.name} {fault.words}") from fault


def _by_database(resource: ResourceContract, name: str, values: Mapping[str, object]) -> bool:
    field = resource.fields[name]
    return values[name] is None and (field.automatic == "key" or (field.serial is not None and not field.nullable))
