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
_NAME = "contract.lock.json"
_CURE = f"restore {_NAME} from version control; it is written by `bedplate dev`, not by hand"
_MERGED = f"take one side's {_NAME} whole; `bedplate dev` gives the names of the other new ids"


@dataclass(frozen=True, slots=True)
class Lock:
    """The ids that were given before: of resources by name, of fields by resource and name. `next_id` was never given."""

    next_id: int = 1
    resources: Mapping[str, int] = field(default_factory=dict[str, int])
    fields: Mapping[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])


def read_lock(text: str | bytes) -> Lock:
    """The lock of a file's text; an empty text is an application that was never locked. Raises DeclarationFault."""
    plain = _decoded(text)
    if not plain.strip():
        return Lock()
    try:
        document = json.loads(plain, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        conflict = next((number for number, line in enumerate(plain.splitlines(), 1) if line.startswith(("<<<<<<<", ">>>>>>>"))), 0)
        if conflict:
            raise _fault("D910", f"{_NAME} holds an unfinished merge", _MERGED, conflict) from error
        raise _fault("D910", f"{_NAME} is no JSON ({error.msg})", _CURE, error.lineno) from error
    except _Twice as error:
        raise _fault("D910", f"{_NAME} names {error.name!r} twice in one place", _MERGED, _line(plain, error.name, last=True)) from error
    except RecursionError as error:
        raise _fault("D910", f"{_NAME} is nested too deep", _CURE, 1) from error
    return _checked(_lock(document, plain), plain)


class _Twice(Exception):
    """A name that stands twice in one object."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Twice(name)
        found[name] = value
    return found


def _decoded(text: str | bytes) -> str:
    if isinstance(text, str):
        return text
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault("D910", f"{_NAME} is no UTF-8 text", _CURE, text[:error.start].count(b"\n") + 1) from error


def _lock(document: Any, text: str) -> Lock:
    try:
        if document["format"] != _FORMAT:
            raise _fault("D910", f"{_NAME} has the format {document['format']!r}, which this version of Bedplate does not know",
                         "use the version that wrote it, or a newer one", _line(text, "format"))
        resources: dict[str, int] = {}
        fields: dict[tuple[str, str], int] = {}
        for name, resource in document["resources"].items():
            resources[name] = _number(resource["id"])
            for each, one in resource["fields"].items():
                fields[name, each] = _number(one["id"])
        return Lock(_number(document["next"]), resources, fields)
    except KeyError as error:
        raise _fault("D910", f"{_NAME} lacks {error.args[0]!r}", _CURE, 1) from error
    except (TypeError, AttributeError) as error:
        raise _fault("D910", f"{_NAME} holds something else than names and ids", _CURE, 1) from error


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError("an id is a number")
    return value


def _checked(lock: Lock, text: str) -> Lock:
    """Every id once, and none that is still free. Raises DeclarationFault."""
    owners: dict[int, tuple[str, ...]] = {}
    for names, number in (*(((name,), one) for name, one in lock.resources.items()), *lock.fields.items()):
        if not 1 <= number < lock.next_id:
            raise _fault("D911", f"{_NAME} gives {'.'.join(names)} the id {number}, which is not below `next` ({lock.next_id})", _CURE, _line(text, *names))
        if number in owners:
            raise _fault("D911", f"{_NAME} gives the id {number} to {'.'.join(owners[number])} and to {'.'.join(names)}", _MERGED, _line(text, *names))
        owners[number] = names
    return lock


def _line(text: str, *names: str, last: bool = False) -> int:
    """Where the innermost of these names stands; the first line where that cannot be told."""
    at = 0
    for name in names:
        at = text.rfind(f"{json.dumps(name)}:") if last else text.find(f"{json.dumps(name)}:", at)
        if at < 0:
            return 1
    return text.count("\n", 0, at) + 1


def _fault(code: str, what: str, cure: str, line: int) -> DeclarationFault:
    return DeclarationFault([Fault(code, what, cure, Place(_NAME, line))])


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
        **({"deletion": resource.deletion} if resource.deletion else {}),
        **({"history": True} if resource.history else {}),
        "unique": {one.name: list(one.fields) for one in sorted(resource.uniques, key=lambda each: each.name)},
    }


def _field(one: FieldContract) -> dict[str, object]:
    found: dict[str, object] = {"id": one.id, "column": one.column, "type": one.type.kind, "storage": one.type.storage, "nullable": one.nullable}
    if one.target is not None:
        found["target"] = one.target
    return found


def _computed(one: ComputedContract) -> dict[str, object]:
    return {"id": one.id, "computed": True, "stored": one.stored, "type": one.type.kind, "nullable": one.nullable}
