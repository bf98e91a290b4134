"""Rows written with the row that they refer to: `"lines": [...]` of a create, `"lines": {"create": …, "update": …, "delete": …}` of a
merge patch. Each is read as if it had come alone, and its faults are told at its place."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from bedplate.declarations.contract import Contract, FieldContract, RelationContract, ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Detail, placed
from bedplate.validation.body import JsonObject
from bedplate.validation.details import details_of, named
from bedplate.validation.inputs import input_reader
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Step

__all__ = ["Nested", "whole_reader"]

Nested: TypeAlias = "tuple[tuple[str, Step], ...]"
_Reader: TypeAlias = "Callable[[JsonObject], dict[str, object]]"
_PARTS = ("delete", "update", "create")  # in this order: what a deleted row held (a place in a unique set) is free for the others


def whole_reader(
    contract: Contract, resource: ResourceContract, verb: Literal["create", "update"], parent: str | None
) -> Callable[[JsonObject], tuple[dict[str, object], Nested]]:
    """What reads the body of a row with all that may be written with it. One pass, all faults."""
    read_own = input_reader(resource, verb, parent)
    relations = {one.name: _Relation.of(contract, one) for one in resource.relations.values() if one.nested}
    if not relations:
        return lambda given: (read_own(given), ())

    def read(given: JsonObject) -> tuple[dict[str, object], Nested]:
        faults: list[Detail] = []
        values: dict[str, object] = {}
        try:
            values = read_own({name: value for name, value in given.items() if name not in relations})
        except InvalidInput as refusal:
            faults.extend(refusal.details)
        steps: list[tuple[str, Step]] = []
        for name, value in given.items():
            if name in relations:
                steps.extend(relations[name].read(value, verb, faults))
        if faults:
            raise InvalidInput(details=faults)
        return values, tuple(steps)

    return read


@dataclass(frozen=True, slots=True)
class _Relation:
    """One relation of a body: how its rows are read."""

    name: str
    by: str
    target: str
    max: int
    key: FieldContract
    create: _Reader
    update: _Reader

    @staticmethod
    def of(contract: Contract, relation: RelationContract) -> _Relation:
        target = contract.resources[relation.target]
        key = target.fields[target.key[0]]
        return _Relation(
            relation.name, relation.by, target.name, relation.max, key,
            input_reader(target, "create", relation.by), input_reader(target, "update", relation.by))

    def read(self, value: object, verb: str, faults: list[Detail]) -> list[tuple[str, Step]]:
        place = f"body.{self.name}"
        if verb == "create":
            return self._created(place, self._items(place, value, faults), faults)
        if not isinstance(value, dict):
            faults.append(Detail(place, "object", {}, "must be an object of create, update and delete"))
            return []
        parts = cast("JsonObject", value)
        faults.extend(Detail(named(place, one), "unknown", {}, "is none of create, update and delete") for one in parts if one not in _PARTS)
        read: Mapping[str, Callable[[str, Sequence[object], list[Detail]], list[tuple[str, Step]]]] = {
            "delete": self._deleted, "update": self._updated, "create": self._created}
        steps = [step for part in _PARTS if part in parts for step in read[part](f"{place}.{part}", self._items(f"{place}.{part}", parts[part], faults), faults)]
        self._require_once(steps, faults)
        return steps

    def _items(self, place: str, value: object, faults: list[Detail]) -> list[object]:
        if not isinstance(value, list):
            faults.append(Detail(place, "list", {}, "must be a list"))
            return []
        items = cast("list[object]", value)
        if len(items) > self.max:
            faults.append(Detail(place, "max", {"max": self.max}, f"must have at most {self.max} items"))
            return []
        return items

    def _created(self, place: str, items: Sequence[object], faults: list[Detail]) -> list[tuple[str, Step]]:
        found: list[tuple[str, Step]] = []
        for index, item in enumerate(items):
            here = f"{place}.{index}"
            if (given := _object(here, item, faults)) is not None and (values := _values(self.create, given, here, faults)) is not None:
                found.append((self.by, Step("create", self.target, input=values, place=here)))
        return found

    def _updated(self, place: str, items: Sequence[object], faults: list[Detail]) -> list[tuple[str, Step]]:
        found: list[tuple[str, Step]] = []
        for index, item in enumerate(items):
            here = f"{place}.{index}"
            given = _object(here, item, faults)
            if given is None:
                continue
            if self.key.name not in given:
                faults.append(Detail(f"{here}.{self.key.name}", "required", {}, "is required"))
                continue
            key = self._key(f"{here}.{self.key.name}", given[self.key.name], faults)
            values = _values(self.update, {name: value for name, value in given.items() if name != self.key.name}, here, faults)
            if key is not None and values is not None:
                found.append((self.by, Step("update", self.target, key=(key,), input=values, place=here)))
        return found

    def _deleted(self, place: str, items: Sequence[object], faults: list[Detail]) -> list[tuple[str, Step]]:
        found: list[tuple[str, Step]] = []
        for index, item in enumerate(items):
            key = self._key(f"{place}.{index}", item, faults)
            if key is not None:
                found.append((self.by, Step("delete", self.target, key=(key,), place=f"{place}.{index}")))
        return found

    def _key(self, place: str, value: object, faults: list[Detail]) -> object:
        if value is None:
            faults.append(Detail(place, "null", {}, "must not be null"))
            return None
        try:
            return self.key.type.parse(value)
        except InvalidValue as fault:
            faults.extend(details_of(place, fault))
            return None

    def _require_once(self, steps: Sequence[tuple[str, Step]], faults: list[Detail]) -> None:
        """One row is changed or removed once in a call: which of two wishes would hold?"""
        met: set[tuple[object, ...]] = set()
        for _, step in steps:
            if step.key and step.key in met:
                faults.append(Detail(step.place, "distinct", {}, "is named twice in this call"))
            met.add(step.key)


def _object(place: str, item: object, faults: list[Detail]) -> JsonObject | None:
    if isinstance(item, dict):
        return cast("JsonObject", item)
    faults.append(Detail(place, "object", {}, "must be an object"))
    return None


def _values(read: _Reader, given: JsonObject, place: str, faults: list[Detail]) -> dict[str, object] | None:
    try:
        return read(given)
    except InvalidInput as refusal:
        faults.extend(placed(refusal.details, place))
        return None
