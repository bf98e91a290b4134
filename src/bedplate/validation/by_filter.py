"""The query of a write by filter: filters and nothing else, at least one, so that nobody writes to a whole table by leaving one out."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from bedplate.declarations.contract import ResourceContract, SortKey
from bedplate.errors import Detail
from bedplate.validation.pairs import query_pairs
from bedplate.validation.query import Read, Reader
from bedplate.validation.refusals import InvalidInput

__all__ = ["filter_reader"]

_SHAPING: Final = ("count", "cursor", "deleted", "fields", "limit", "sort")


def filter_reader(resource: ResourceContract, read: Reader) -> Callable[[str, int], Read]:
    """Makes the selection of the keys of all rows that a query finds, at most so many. `read` reads the queries of a list, so that here
    and there the same filters mean the same."""
    order = tuple(SortKey(name) for name in resource.key)

    def read_filters(raw: str, most: int) -> Read:
        given = query_pairs(raw)
        faults = [Detail(f"query.{name}", "unknown", {}, "is not a parameter here: a write by filter has filters only") for name in _SHAPING if name in given]
        if not given:
            faults.append(Detail("query", "required", {}, "must have at least one filter"))
        if faults:
            raise InvalidInput(details=faults)
        selection, slots = read(raw)
        assert selection.limit is not None
        keys = replace(selection, fields=(), nested=(), sort=order, after=())
        return keys, (*slots[: selection.limit], most, *slots[selection.limit + 1 :])

    return read_filters
