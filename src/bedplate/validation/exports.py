"""From the query of an export to the `Selection` of its rows: the filters and `fields` of the list, and `format`.

An export has no order, page or cursor of its own: it is read by key, batch after batch, whatever its size.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeAlias

from bedplate.declarations.contract import ResourceContract
from bedplate.errors import Detail
from bedplate.validation.details import named
from bedplate.validation.pairs import query_pairs
from bedplate.validation.query import Reader
from bedplate.validation.refusals import InvalidInput
from bedplate.validation.view import with_key
from bedplate.values import Selection

__all__ = ["BATCH", "ExportReader", "export_reader", "without"]

BATCH: Final = 1_000
"""Rows that one statement of an export reads."""

_NOT_HERE: Final = frozenset({"sort", "limit", "cursor", "count"})

ExportReader: TypeAlias = Callable[[str], tuple[Selection, tuple[object, ...], str]]


def export_reader(resource: ResourceContract, formats: tuple[str, ...], read: Reader) -> ExportReader:
    """What reads the query of an export; `read` is the reader of the list. Refuses with InvalidInput."""

    def export(raw: str) -> tuple[Selection, tuple[object, ...], str]:
        pairs = query_pairs(raw)
        faults = [Detail(named("query", name), "unknown", {}, "is not a parameter here") for name in sorted(pairs.keys() & _NOT_HERE)]
        asked = pairs.get("format", formats[0])
        if asked not in formats:
            faults.append(Detail("query.format", "enumeration", {"options": list(formats)}, f"must be one of: {', '.join(formats)}"))
        if faults:
            raise InvalidInput(details=faults)
        selection, slots = read(without(raw, pairs, frozenset({"format"})))
        if selection.nested:
            words = "must name fields of the row itself: an export has no nested rows"
            raise InvalidInput(details=[Detail("query.fields", "nested", {}, words)])
        place = selection.limit
        assert place is not None
        whole = replace(selection, sort=with_key((), resource.key), after=(), verb="export")
        return whole, (*slots[:place], BATCH, *slots[place + 1 :]), asked

    return export


def without(raw: str, pairs: dict[str, str], names: frozenset[str]) -> str:
    """The query without some of its parameters, which were read before: `pairs` are all of them, in their order."""
    if pairs.keys().isdisjoint(names):
        return raw
    return "&".join(part for part, name in zip(raw.split("&"), pairs, strict=True) if name not in names)
