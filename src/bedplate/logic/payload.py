"""How an event travels: its fields as JSON, a row as its key; and how it arrives: with the rows."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

import msgspec

from bedplate.declarations.contract import Contract, EventContract, ResourceContract, RowParameter
from bedplate.declarations.rows import key_of
from bedplate.logic.who import key_tuple

if TYPE_CHECKING:
    from bedplate.declarations.events import Event
    from bedplate.declarations.resources import Row

__all__ = ["decode_event", "dump_key", "encode_event", "parse_key"]


def encode_event(contract: EventContract, event: Event, application: Contract) -> bytes:
    """The payload of an event. A row must have its key already."""
    payload: dict[str, object] = {}
    for name, kind in contract.fields:
        value = getattr(event, name)
        if value is None:
            payload[name] = None
        elif isinstance(kind, RowParameter):
            payload[name] = dump_key(application.resources[kind.resource], key_of(value))
        else:
            payload[name] = kind.dump(value)
    return msgspec.json.encode(payload)


async def decode_event(
    contract: EventContract, payload: bytes, application: Contract, load: Callable[[str, object], Awaitable[Row]]
) -> Any:
    """The event with its rows. Raises NotFound where a row is gone."""
    sent = cast("dict[str, object]", msgspec.json.decode(payload))
    fields: dict[str, object] = {}
    for name, kind in contract.fields:
        value = sent.get(name)
        if value is None:
            fields[name] = None
        elif isinstance(kind, RowParameter):
            fields[name] = await load(kind.resource, parse_key(application.resources[kind.resource], value))
        else:
            fields[name] = kind.parse(value)
    return contract.kind(**fields)


def dump_key(resource: ResourceContract, key: object) -> object:
    """A key as JSON: one value, or a list for a composite key."""
    parts = [resource.fields[name].type.dump(value) for name, value in zip(resource.key, key_tuple(key), strict=True)]
    return parts[0] if len(parts) == 1 else parts


def parse_key(resource: ResourceContract, sent: object) -> object:
    """The other way round."""
    parts = cast("list[object]", sent) if isinstance(sent, list) else [sent]
    found = tuple(resource.fields[name].type.parse(part) for name, part in zip(resource.key, parts, strict=True))
    return found[0] if len(found) == 1 else found
