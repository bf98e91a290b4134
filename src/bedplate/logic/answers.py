"""The body of an answer: the envelope, the tag of a row, the place of a new one."""
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote
from zlib import crc32

import msgspec

from bedplate.declarations.contract import Contract, ResourceContract, RowParameter
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.rows import key_of, state_of
from bedplate.logic.decide import Requirement, Verdict
from bedplate.logic.who import key_tuple
from bedplate.values import Applied, Outcome, Selection, Step

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["answer_step", "default_selection", "encode_data", "envelope", "location_of", "row_tag", "row_verdict", "whole_answer"]


def envelope(data: bytes) -> bytes:
    """`{"data": T}` around JSON that is finished already."""
    return b'{"data":' + data + b"}"


def row_tag(revision: int, data: bytes) -> str:
    """`"<revision>-<hash>"`: the revision for If-Match, the hash because other rows may stand in the answer too."""
    return f'"{revision}-{crc32(data):08x}"'


def default_selection(resource: ResourceContract) -> Selection:
    """All own fields that are ever shown, nothing nested."""
    stored = tuple(one.name for one in resource.fields.values() if not one.hidden and not one.secret)
    computed = tuple(one.name for one in resource.computed.values() if not one.hidden and not one.secret)
    return Selection(resource.name, (*stored, *computed))


def answer_step(resource: ResourceContract, key: tuple[object, ...], asked: Step | None) -> Step:
    """What to read back of a written row: what was asked for, or all of its own fields."""
    if asked is not None and asked.selection is not None and asked.selection.resource == resource.name:
        return Step("read", resource.name, asked.selection, asked.slots, key)
    return Step("read", resource.name, default_selection(resource), (), key)


def whole_answer(status: int, headers: tuple[tuple[str, str], ...] = (), *, store: bool = True) -> Callable[[Applied], Outcome]:
    """Makes the answer from what was applied."""

    def finish(applied: Applied) -> Outcome:
        data = applied.body or b"null"
        tag = row_tag(applied.revision, data) if applied.revision is not None and applied.body is not None else None
        return Outcome(status, envelope(data), headers, etag=tag, store=store)

    return finish


def location_of(contract: Contract, resource: ResourceContract) -> Callable[[tuple[object, ...]], tuple[tuple[str, str], ...]]:
    """Makes the Location header of a new row; none where rows of this kind cannot be read by themselves, or the key is not known."""
    paths = [one.path for one in contract.operations if one.resource == resource.name and one.verb == "read" and one.parent is None]
    if not paths or "{" not in paths[0]:
        return lambda key: ()
    before = paths[0].split("{")[0]
    types = [resource.fields[name].type for name in resource.key]

    def location(key: tuple[object, ...]) -> tuple[tuple[str, str], ...]:
        if not key:
            return ()
        parts = (quote(str(kind.dump(value)), safe="") for kind, value in zip(types, key, strict=True))
        return (("Location", before + ",".join(parts)),)

    return location


def row_verdict(resource: ResourceContract, row: Row, asked: Step, status: int, require: Requirement | None) -> Verdict:
    """A decision that is answered with one row, as the caller may read it afterwards."""
    key = () if state_of(row).new and _unknown(resource, row) else key_tuple(key_of(row))
    return Verdict(status, answer_step(resource, key, asked), None, whole_answer(status), require, row)


def _unknown(resource: ResourceContract, row: Row) -> bool:
    state = state_of(row)
    return any(state.changed.get(name, state.values.get(name)) is None for name in resource.key)


def encode_data(kind: FieldType | RowParameter | None, value: object, *, many: bool = False) -> bytes:
    """A result that is no row, as JSON by its declared type; without one, as a plain shape."""
    if value is None:
        return b"null"
    if not isinstance(kind, FieldType):
        return msgspec.json.encode(value)
    dumped: Any = [kind.dump(one) for one in cast("list[object]", value)] if many else kind.dump(value)
    return msgspec.json.encode(dumped)
