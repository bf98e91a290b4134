"""What is known of one change before anything is compiled: which fields of it a caller gave, and whether its row is looked at before."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bedplate.declarations.contract import ResourceContract
from bedplate.values import ChangeSet, Delete, Insert, Update

__all__ = ["asked", "given_of", "stamped"]


def given_of(one: Insert | Update, names: Sequence[str]) -> tuple[str, ...]:
    """The fields that came from the caller, in the order in which they are written."""
    if not one.given:
        return ()
    return tuple([name for name in (*names, *(link.relation for link in one.links)) if name in one.given])


def asked(change: ChangeSet, one: Update | Delete) -> bool:
    """Whether the row is looked at before. The right to an action is asked once for its row, and that row needs no second look."""
    if one.match or one.authority == "caller":
        return True
    verb = one.verb if isinstance(one, Update) else None
    return one.authority == "granted" and verb is not None and change.require != (one.resource, verb, one.key)


def stamped(one: Update, resource: ResourceContract, now: datetime) -> dict[str, object]:
    """What is written, with the instant of the change where a field keeps it."""
    values = dict(one.values)
    if values or one.links:
        for name, field in resource.fields.items():
            if field.automatic == "updated_at" and name not in values:
                values[name] = now
    return values
