"""`contract.lock.json`: the stable ids of resources and fields, the surface of the API, and what is stored.

A name keeps its id for ever, and the id of a name that went is never given again: what was once a field's history, cursor or event
cannot become another's.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, ResourceContract
from bedplate.errors import DeclarationFault, Fault, Place

__all__ = ["Lock", "lock_document", "read_lock"]

_FORMAT = 1
_CURE = "restore contract.lock.json from version control; it is written by `bedplate dev`, not by hand"


@dataclass(frozen=True, slots=True)
class Lock:
    """The ids that were given before: of resources by name, of fields by resource and name. `next_id` was never given."""

    next_id: int = 1
    resources: Mapping[str, int] = field(default_factory=dict[str, int])
    fields: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])


def read_lock(text: str) -> Lock:
    """The lock of a file's text; an empty text is an application that was never locked. Raises DeclarationFault."""
    if not text.strip():
        return Lock()
    try:
        lock = _lock(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DeclarationFault([Fault("D910", "contract.lock.json cannot be read", _CURE, Place("contract.lock.json", 1))]) from error
    given = [*lock.resources.values(), *lock.fields.values()]
    if len(set(given)) < len(given) or any(one < 1 or one >= lock.next_id for one in given):
        raise DeclarationFault([Fault("D911", "contract.lock.json gives one id twice, or one that is still free", _CURE, Place("contract.lock.json", 1))])
    return lock


def _lock(document: Any) -> Lock:
    if document["format"] != _FORMAT:
        raise ValueError("another format")
    resources: dict[str, int] = {}
    fields: dict[tuple[str, str], int] = {}
    for name, resource in document["resources"].items():
        resources[name] = _number(resource["id"])
        for each, one in resource["fields"].items():
            fields[name, each] = _number(one["id"])
    return Lock(_number(document["next"]), resources, fields)


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError("an id is a number")
    return value


def lock_document(contract: Contract) -> dict[str, object]:
    """What is kept: equal contracts give equal documents, whatever the order of their declarations."""
    return {
        "format": _FORMAT,
        "next": contract.next_id,
        "resources": {name: _resource(one) for name, one in sorted(contract.resources.items())},
        "api": {f"v{contract.version}": {one.id: f"{one.method} {one.path}" for one in sorted(contract.operations, key=lambda each: each.id)}},
    }


def _resource(resource: ResourceContract) -> dict[str, object]:
    fields: dict[str, object] = {name: _field(one) for name, one in resource.fields.items()}
    fields.update({name: _computed(one) for name, one in resource.computed.items()})
    return {
        "id": resource.id,
        "table": resource.table,
        "key": list(resource.key),
        "fields": dict(sorted(fields.items())),
        "unique": {one.name: list(one.fields) for one in sorted(resource.uniques, key=lambda each: each.name)},
    }


def _field(one: FieldContract) -> dict[str, object]:
    found: dict[str, object] = {"id": one.id, "column": one.column, "type": one.type.kind, "storage": one.type.storage, "nullable": one.nullable}
    if one.target is not None:
        found["target"] = one.target
    return found


def _computed(one: ComputedContract) -> dict[str, object]:
    return {"id": one.id, "computed": True, "stored": one.stored, "type": one.type.kind, "nullable": one.nullable}
