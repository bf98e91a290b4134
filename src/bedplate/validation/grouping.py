"""From the query of an aggregate or a report to a `Grouping` and its slots.

`group=status,project`, `measures=count,sum(points)`, `having.count.gt=5`, `sort=-count`, `limit`, `cursor`; every other parameter is a
filter of the rows, as in their list. Columns stand in the order of their grid whatever the order in the query, so equal requests are
equal; the order of groups is always total. All faults are reported together.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias, cast, get_args

from bedplate.declarations.contract import SortKey
from bedplate.declarations.fields.operators import Operator
from bedplate.declarations.fields.type import InvalidValue
from bedplate.declarations.grids import Column, Grid
from bedplate.errors import Detail
from bedplate.validation.cursor import CursorKey, read_cursor
from bedplate.validation.details import details_of, named
from bedplate.validation.exports import without
from bedplate.validation.pairs import query_pairs
from bedplate.validation.query import Reader
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Condition, Grouping

__all__ = ["GROUPS_MAX", "GROUPS_PAGE", "GROUP_FIELDS_MAX", "HAVING_MAX", "MEASURES_MAX", "GroupReader", "group_reader", "having_operators"]

GROUP_FIELDS_MAX: Final = 5
MEASURES_MAX: Final = 10
HAVING_MAX: Final = 10
GROUPS_PAGE: Final = 100
GROUPS_MAX: Final = 1_000

_COMPARED: Final = ("eq", "ne", "lt", "le", "gt", "ge")
_OPERATORS: Final = frozenset(get_args(Operator))
_LIMIT: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)
_OWN: Final = frozenset({"sort", "limit", "cursor", "fields", "count"})
_CHOSEN: Final = frozenset({"group", "measures"})

GroupReader: TypeAlias = Callable[[str], tuple[Grouping, tuple[object, ...]]]


def having_operators(column: Column) -> tuple[str, ...]:
    """How a figure may be compared."""
    found = tuple(one for one in _COMPARED if one in column.type.operators)
    return (*found, "isnull") if column.nullable else found


def group_reader(operation: str, grid: Grid, read: Reader, key: CursorKey, report: str | None = None) -> GroupReader:
    """What reads the query of an aggregate; with `report`, whose columns are all asked for. `read` is the reader of the list. Refuses with
    InvalidInput or InvalidCursor."""

    def grouping(raw: str) -> tuple[Grouping, tuple[object, ...]]:
        pairs = query_pairs(raw)
        own = {name for name in pairs if name in _OWN or name.startswith("having.") or (report is None and name in _CHOSEN)}
        faults = [Detail(named("query", name), "unknown", {}, "is not a parameter here") for name in ("count", "fields") if name in own]
        groups, measures = (tuple(grid.groups), tuple(grid.measures)) if report is not None else _columns(grid, pairs, faults)
        slots: tuple[object, ...] = ()
        try:
            rows, slots = read(without(raw, pairs, frozenset(own)))
        except InvalidInput as refused:
            raise InvalidInput(details=(*faults, *refused.details)) from None
        values = list(slots)
        having = _having(grid, measures, pairs, values, faults)
        sort = _sort((*groups, *measures), groups, pairs.get("sort"), faults)
        limit = _limit(pairs.get("limit"), faults)
        if faults:
            raise InvalidInput(details=faults)
        cursor = read_cursor(key, operation, sort, pairs["cursor"])[0] if "cursor" in pairs else ()
        after = tuple(range(len(values), len(values) + len(cursor)))
        values += [*cursor, limit]
        plain = replace(rows, fields=(), nested=(), sort=(), after=(), limit=None)
        return Grouping(plain, report, groups, measures, having, sort, after, len(values) - 1), tuple(values)

    return grouping


def _columns(grid: Grid, pairs: Mapping[str, str], faults: list[Detail]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    groups = _named("group", pairs, grid.groups, GROUP_FIELDS_MAX, faults)
    measures = _named("measures", pairs, grid.measures, MEASURES_MAX, faults)
    if pairs.keys().isdisjoint(_CHOSEN):
        faults.append(Detail("query", "required", {"options": sorted(_CHOSEN)}, "must name what to group by, or what to measure"))
    return groups, measures


def _named(name: str, pairs: Mapping[str, str], known: Mapping[str, Column], most: int, faults: list[Detail]) -> tuple[str, ...]:
    if name not in pairs:
        return ()
    asked = pairs[name].split(",")
    place = f"query.{name}"
    if any(one not in known for one in asked):
        faults.append(Detail(place, "unknown", {"options": list(known)}, f"must be of: {', '.join(known) or 'none'}"))
    elif len(set(asked)) != len(asked):
        faults.append(Detail(place, "repeated", {}, "must name each once"))
    elif len(asked) > most:
        faults.append(Detail(place, "max", {"max": most}, f"must name at most {most}"))
    return tuple(one for one in known if one in asked)


def _having(grid: Grid, measures: tuple[str, ...], pairs: Mapping[str, str], slots: list[object], faults: list[Detail]) -> tuple[Condition, ...]:
    asked = sorted(name for name in pairs if name.startswith("having."))
    if len(asked) > HAVING_MAX:
        faults.append(Detail("query", "max", {"max": HAVING_MAX}, f"must have at most {HAVING_MAX} conditions on figures"))
        return ()
    found: dict[tuple[str, str], Condition] = {}
    for name in asked:
        rest = name.removeprefix("having.")
        column, dot, op = rest.rpartition(".")
        column, op = (column, op) if dot and op in _OPERATORS else (rest, "eq")
        place = f"query.{name}" if column in grid.measures or column in grid.groups else "query.having"  # never what a client made up
        if column not in measures:
            faults.append(Detail(place, "unknown", {"options": list(measures)}, f"must be of a measure that is asked for: {', '.join(measures) or 'none'}"))
        elif op not in having_operators(grid.measures[column]):
            options = having_operators(grid.measures[column])
            faults.append(Detail(place, "operator", {"options": list(options)}, f"must be one of: {', '.join(options)}"))
        elif (column, op) in found:
            faults.append(Detail(place, "repeated", {}, "must be given once"))
        else:
            _bind(grid.measures[column], op, pairs[name], place, slots, found, faults)
    return tuple(found[one] for one in sorted(found))


def _bind(
    column: Column, op: str, text: str, place: str, slots: list[object], found: dict[tuple[str, str], Condition], faults: list[Detail]
) -> None:
    if op == "isnull" and text not in ("true", "false"):
        faults.append(Detail(place, "boolean", {}, "must be true or false"))
        return
    try:
        slots.append(text == "true" if op == "isnull" else column.type.parse_text(text))
    except InvalidValue as fault:
        faults.extend(details_of(place, fault))
        return
    found[column.name, op] = Condition(column.name, cast("Operator", op), len(slots) - 1)


def _sort(columns: tuple[str, ...], groups: tuple[str, ...], text: str | None, faults: list[Detail]) -> tuple[SortKey, ...]:
    asked = [] if text is None else [SortKey(part.removeprefix("-"), part.startswith("-")) for part in text.split(",")]
    names = [one.field for one in asked]
    if any(one not in columns for one in names):
        faults.append(Detail("query.sort", "unknown", {"options": list(columns)}, f"must be of what is asked for: {', '.join(columns) or 'none'}"))
    elif len(set(names)) != len(names):
        faults.append(Detail("query.sort", "repeated", {}, "must name each once"))
    return (*asked, *(SortKey(one) for one in groups if one not in names))


def _limit(text: str | None, faults: list[Detail]) -> int:
    if text is None:
        return GROUPS_PAGE
    if _LIMIT.fullmatch(text) is None or int(text) > GROUPS_MAX:
        faults.append(Detail("query.limit", "range", {"ge": 1, "le": GROUPS_MAX}, f"must be a whole number from 1 to {GROUPS_MAX}"))
        return GROUPS_PAGE
    return int(text)
