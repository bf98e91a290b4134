"""What aggregates and reports take beside the filters of their rows, as OpenAPI says it."""
from __future__ import annotations

import re
from collections.abc import Iterable

from bedplate.declarations.grids import Column, Grid

__all__ = ["grouping_parameters"]

_COMPARED = ("eq", "ne", "lt", "le", "gt", "ge")


def grouping_parameters(grid: Grid | None, *, chosen: bool = True) -> list[dict[str, object]]:
    """`chosen`: the caller says which columns; of a report all are shown."""
    if grid is None:
        return []
    names = [*grid.groups, *grid.measures]
    found: list[dict[str, object]] = []
    if chosen and grid.groups:
        found.append(_query("group", _list(grid.groups, 5), f"What to group by, each once: {', '.join(grid.groups)}. Without `measures` these are the distinct values."))
    if chosen:
        found.append(_query("measures", _list(grid.measures, 10), f"What to measure, each once: {', '.join(grid.measures)}."))
    for column in grid.measures.values():
        found.extend(_having(column))
    found.append(_query("sort", _list(names, len(names), sign="-?"), f"Of what is asked for, each once: {', '.join(names)}; `-` descends."))
    limit: dict[str, object] = {"type": "integer", "format": "int32", "minimum": 1, "maximum": 1000, "default": 100}
    found.append(_query("limit", limit, "Groups of a page."))
    found.append(_query("cursor", {"type": "string", "maxLength": 4096, "pattern": "^[A-Za-z0-9_-]+$"}, "`page.next` of the page before."))
    return found


def _list(names: Iterable[str], most: int, sign: str = "") -> dict[str, object]:
    one = f"{sign}({'|'.join(re.escape(name) for name in names)})"
    return {"type": "string", "maxLength": 500, "pattern": f"^{one}(,{one}){{0,{most - 1}}}$"}


def _having(column: Column) -> list[dict[str, object]]:
    found = [
        _query(f"having.{column.name}.{op}", column.type.schema(), f"Only groups whose `{column.name}` is {op} this.")
        for op in _COMPARED if op in column.type.operators]
    if column.nullable:
        found.append(_query(f"having.{column.name}.isnull", {"type": "boolean"}, f"Only groups whose `{column.name}` is null, or is not."))
    return found


def _query(name: str, schema: dict[str, object], words: str) -> dict[str, object]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
