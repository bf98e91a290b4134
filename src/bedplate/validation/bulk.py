"""The body of a bulk write: `{"create": [{…}], "update": [{"id": …, …}], "delete": [ids]}`. Each row is read as if it came alone, by the
same reader, and all faults of all rows are told together, each at its row's place: `body.create.3.title`."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, cast

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.fields.type import InvalidValue
from bedplate.errors import Detail, placed
from bedplate.validation.body import JsonObject
from bedplate.validation.details import details_of, named
from bedplate.validation.inputs import input_reader
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Selection, Step

__all__ = ["FAULTS_MAX", "bulk_reader"]

FAULTS_MAX: Final = 100
"""Details of one refusal: whoever sends more faults than that learns of the rest after these."""

BulkReader = Callable[[JsonObject, Selection, tuple[object, ...]], tuple[Step, ...]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What one body is read into."""

    selection: Selection
    slots: tuple[object, ...]
    steps: list[Step]
    faults: list[Detail]
    known: set[tuple[object, ...]]

    @property
    def full(self) -> bool:
        return len(self.faults) >= FAULTS_MAX


def bulk_reader(resource: ResourceContract) -> BulkReader:
    """The reader of a resource's bulk bodies. What changes rows comes first and what deletes them next, so that a new row may have what an
    old one has left."""
    read_new, read_changed = input_reader(resource, "create", None), input_reader(resource, "update", None)
    kinds: dict[str, _Rows] = {"update": _updates, "delete": _deletes}
    if not resource.account:
        kinds["create"] = _creates

    def read(given: JsonObject, selection: Selection, slots: tuple[object, ...]) -> tuple[Step, ...]:
        lists = _lists(given, kinds, resource.bulk)
        reading = _Reading(selection, slots, [], [], set())
        for kind, read_rows in kinds.items():
            if kind in lists:
                read_rows(reading, resource, lists[kind], read_new if kind == "create" else read_changed)
        if reading.faults:
            raise InvalidInput(details=reading.faults[:FAULTS_MAX])
        return tuple(reading.steps)

    return read


def _lists(given: JsonObject, kinds: dict[str, _Rows], most: int) -> dict[str, list[object]]:
    faults = [Detail(named("body", name), "unknown", {"options": [*kinds]}, f"must be one of: {', '.join(kinds)}") for name in given if name not in kinds]
    lists: dict[str, list[object]] = {}
    for name, value in given.items():
        if isinstance(value, list) and not value and name in kinds:
            faults.append(Detail(f"body.{name}", "min", {"min": 1}, "must have at least 1 item"))
        elif isinstance(value, list):
            lists[name] = cast("list[object]", value)
        elif name in kinds:
            faults.append(Detail(f"body.{name}", "list", {}, "must be a list"))
    count = sum(len(some) for some in lists.values())
    if not faults and not count:
        faults.append(Detail("body", "required", {"options": [*kinds]}, f"must name a row to {', '.join(kinds)}"))
    if count > most:
        faults.append(Detail("body", "max", {"max": most}, f"must have at most {most} rows"))
    if faults:
        raise InvalidInput(details=faults[:FAULTS_MAX])
    return lists


_ReadRow = Callable[[JsonObject], dict[str, object]]
_Rows = Callable[[_Reading, ResourceContract, list[object], _ReadRow], None]


def _creates(reading: _Reading, resource: ResourceContract, rows: list[object], read: _ReadRow) -> None:
    for place, row in _objects(reading, "create", rows):
        values = _read(reading, read, row, place)
        if values is not None:
            reading.steps.append(Step("create", resource.name, reading.selection, reading.slots, (), values, place=place))


def _updates(reading: _Reading, resource: ResourceContract, rows: list[object], read: _ReadRow) -> None:
    for place, row in _objects(reading, "update", rows):
        key = _key_of(reading, resource, row, place)
        rest = {name: value for name, value in row.items() if name not in resource.key}
        values = _read(reading, read, rest, place)
        if key is not None and values is not None and _once(reading, key, place):
            reading.steps.append(Step("update", resource.name, reading.selection, reading.slots, key, values, place=place))


def _deletes(reading: _Reading, resource: ResourceContract, rows: list[object], _: _ReadRow) -> None:
    several = len(resource.key) > 1
    for index, item in enumerate(rows):
        if reading.full:
            return
        place = f"body.delete.{index}"
        if several and not isinstance(item, list):
            reading.faults.append(Detail(place, "list", {}, f"must be a list of: {', '.join(resource.key)}"))
            continue
        parts: list[object] = cast("list[object]", item) if several else [item]
        if len(parts) != len(resource.key):
            reading.faults.append(Detail(place, "list", {}, f"must be a list of: {', '.join(resource.key)}"))
            continue
        key = _key_of(reading, resource, dict(zip(resource.key, parts, strict=True)), place, alone=not several)
        if key is not None and _once(reading, key, place):
            reading.steps.append(Step("delete", resource.name, key=key, place=place))


def _objects(reading: _Reading, kind: str, rows: list[object]) -> Iterator[tuple[str, JsonObject]]:
    for index, row in enumerate(rows):
        if reading.full:
            return
        place = f"body.{kind}.{index}"
        if isinstance(row, dict):
            yield place, cast("JsonObject", row)
        else:
            reading.faults.append(Detail(place, "object", {}, "must be a JSON object"))


def _read(reading: _Reading, read: _ReadRow, row: JsonObject, place: str) -> dict[str, object] | None:
    try:
        return read(row)
    except InvalidInput as refusal:
        reading.faults.extend(placed(refusal.details, place))
        return None


def _key_of(reading: _Reading, resource: ResourceContract, row: JsonObject, place: str, *, alone: bool = False) -> tuple[object, ...] | None:
    """The key in a row of a bulk. What no row could have as its key breaks a rule here: it stands in the body, not in the address."""
    found: list[object] = []
    before = len(reading.faults)
    for name in resource.key:
        at = place if alone else f"{place}.{name}"
        if row.get(name) is None:
            rule, words = ("null", "must not be null") if name in row else ("required", "is required")
            reading.faults.append(Detail(at, rule, {}, words))
            continue
        try:
            found.append(resource.fields[name].type.parse(row[name]))
        except InvalidValue as fault:
            reading.faults.extend(details_of(at, fault))
    return tuple(found) if len(reading.faults) == before else None


def _once(reading: _Reading, key: tuple[object, ...], place: str) -> bool:
    if key in reading.known:
        reading.faults.append(Detail(place, "repeated", {}, "names a row that is named before"))
        return False
    reading.known.add(key)
    return True
