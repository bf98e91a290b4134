"""Random writes: what is sent, for the evaluator, and the same as a request, for the product."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from bedplate.declarations.contract import Contract, FieldContract, Operation, ResourceContract

from . import choices
from .choices import Draw
from .declare import Column, Rows, values
from .naive import as_json


@dataclass(frozen=True)
class Write:
    """A create, an update or a delete. `valid`: the body has only what may be sent."""

    verb: str
    resource: str
    path: str
    given: Mapping[str, Any]
    body: Mapping[str, Any] | None
    key: UUID | None = None
    parent: str | None = None
    valid: bool = True

    @property
    def method(self) -> str:
        return {"create": "POST", "update": "PATCH", "delete": "DELETE", "restore": "POST", "purge": "DELETE"}[self.verb]


def write(draw: Draw, contract: Contract, rows: Rows) -> Write:
    """One write, of rows as they are now."""
    verb = draw(choices.sampled_from(("create", "create", "update", "update", "update", "delete", "delete", "restore", "restore", "purge", "purge")))
    operations = [one for one in contract.operations if one.verb == verb and one.resource is not None]
    if not operations:  # nothing is deleted softly
        return write(draw, contract, rows)
    weighted = [*operations, *(one for one in operations if one.resource in ("Thing", "Part"))]
    operation = draw(choices.sampled_from(weighted))
    resource = contract.resources[operation.resource or ""]
    if verb == "create":
        return _create(draw, contract, rows, operation, resource)
    key = _key(draw, rows, resource.name)
    deleted = [one for one, row in rows[resource.name].items() if row.get("deleted_at") is not None]
    taken = {row["deleted_with"] for some in rows.values() for row in some.values() if row.get("deleted_with")}
    deleted += [one for one in deleted if f"{resource.name}:{one}" in taken] * 9  # what others went with
    if verb in ("restore", "purge") and deleted and draw(choices.integers(0, 3)):
        key = draw(choices.sampled_from(deleted))
    path = operation.path.replace("{id}", str(key))
    if verb in ("delete", "restore", "purge"):
        return Write(verb, resource.name, path, {}, None, key)
    offered = [one for one in resource.fields.values() if _writable(one) and not one.immutable and not one.key]
    offered += [one for one in offered if any(one.name in unique.fields for unique in resource.uniques)] * 2
    given = {one.name: _value(draw, one, rows, resource) for one in draw(choices.lists(choices.sampled_from(offered), max_size=2))} if offered else {}
    return _sent(draw, Write(verb, resource.name, path, given, {}, key), resource)


def _create(draw: Draw, contract: Contract, rows: Rows, operation: Operation, resource: ResourceContract) -> Write:
    given: dict[str, Any] = {}
    path = operation.path
    if operation.parent is not None:
        above = contract.resources[resource.fields[operation.parent].target or ""]
        given[operation.parent] = _key(draw, rows, above.name)
        path = path.replace("{id}", str(given[operation.parent]))
    for one in resource.fields.values():
        if _writable(one) and one.name != operation.parent and (one.required or draw(choices.integers(0, 2))):
            given[one.name] = _value(draw, one, rows, resource)
    return _sent(draw, Write("create", resource.name, path, given, {}, None, operation.parent), resource)


def _writable(one: FieldContract) -> bool:
    return one.writable and not one.automatic and not one.hidden


def _sent(draw: Draw, made: Write, resource: ResourceContract) -> Write:
    """As JSON; now and then with a field that may not come from a caller, or null where that is not a value."""
    body = {name: _as_sent(resource.fields[name], value) for name, value in made.given.items() if name != made.parent}
    valid = all(value is not None or resource.fields[name].nullable for name, value in body.items())
    if not draw(choices.integers(0, 9)):
        closed = [one for one in resource.fields.values() if not _writable(one) or (made.verb == "update" and (one.immutable or one.key))]
        if closed:
            one = draw(choices.sampled_from(closed))
            body[one.name] = None if one.nullable else as_json(one.type.kind, _made(draw, one), getattr(one.type, "places", 0))
            valid = False
    return Write(made.verb, made.resource, made.path, made.given, body, made.key, made.parent, valid)


def _as_sent(one: FieldContract, value: Any) -> Any:
    return None if value is None else as_json(one.type.kind, value, getattr(one.type, "places", 0))


def _value(draw: Draw, one: FieldContract, rows: Rows, resource: ResourceContract) -> Any:
    if one.nullable and not draw(choices.integers(0, 3)):
        return None
    if one.target is not None:
        return _key(draw, rows, one.target)
    known = [row[one.name] for row in rows[resource.name].values() if row[one.name] is not None]
    if known and draw(choices.booleans()):
        return draw(choices.sampled_from(known))  # what is taken already, where it must be unique
    return _made(draw, one)


def _made(draw: Draw, one: FieldContract) -> Any:
    kind: Any = one.type
    if one.name == "email":
        return f"q{draw(choices.integers(0, 99))}@example.com"
    value = draw(values(Column("", kind.kind, places=getattr(kind, "places", 0))))
    if kind.kind == "duration" and not isinstance(value, timedelta):
        raise TypeError(value)
    return kind.options(value.value) if kind.kind == "enumeration" else value


def _key(draw: Draw, rows: Rows, name: str) -> UUID:
    known = list(rows[name])
    return draw(choices.sampled_from([*known * 6, UUID(int=1)]))  # type: ignore[no-any-return]
