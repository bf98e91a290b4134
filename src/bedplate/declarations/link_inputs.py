"""Many-to-many relations as they come in: lists of keys."""
from __future__ import annotations

from bedplate.declarations.contract import ResourceContract
from bedplate.declarations.fields.shapes import ListOf

__all__ = ["link_inputs"]


def link_inputs(resource: ResourceContract) -> dict[str, ListOf]:
    """The relations that may be written with a row, by name: lists of the keys there, none of them twice."""
    return {
        one.name: ListOf(one.link.key, one.max, distinct=True)
        for one in resource.relations.values() if one.link is not None and one.link.writable
    }
