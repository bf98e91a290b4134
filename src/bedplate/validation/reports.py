"""The query of an aggregate, of a report, and of a report that is carried away."""
from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Final, TypeAlias

from bedplate.declarations.contract import Contract, Operation
from bedplate.declarations.grids import grid_of
from bedplate.errors import Detail
from bedplate.validation.body import require_empty
from bedplate.validation.cursor import CursorKey
from bedplate.validation.details import named
from bedplate.validation.exports import without
from bedplate.validation.grouping import group_reader
from bedplate.validation.pairs import query_pairs
from bedplate.validation.query import Reader, Shape
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Call, Request, Step

__all__ = ["GROUPS_EXPORTED", "aggregate_validator", "report_validator"]

GROUPS_EXPORTED: Final = 50_000
"""Groups that an export of a report holds at most: they are one statement, and so one moment."""

_Query: TypeAlias = Callable[[Operation, Shape], Reader]
_Validate: TypeAlias = Callable[[Request], Awaitable[Call]]


def aggregate_validator(contract: Contract, query: _Query, key: CursorKey, operation: Operation) -> _Validate:
    """Columns are chosen by the caller."""
    grid = grid_of(contract.resources[operation.resource or ""])
    assert grid is not None
    read = group_reader(operation.id, grid, query(operation, "list"), key)

    async def validate(request: Request) -> Call:
        _require_no_body(request)
        grouping, slots = read(request.query)
        return Call(request, (Step("aggregate", operation.resource, None, slots, grouping=grouping),))

    return validate


def report_validator(contract: Contract, query: _Query, key: CursorKey, operation: Operation) -> _Validate:
    """All columns of the report; the filters are those of the resource whose rows it groups."""
    report = contract.reports[operation.report or ""]
    read = group_reader(operation.id, report.grid, query(replace(operation, resource=report.of), "list"), key, report.name)

    async def page(request: Request) -> Call:
        _require_no_body(request)
        grouping, slots = read(request.query)
        return Call(request, (Step("report", report.name, None, slots, grouping=grouping),))

    async def whole(request: Request) -> Call:
        _require_no_body(request)
        form, rest = _form(request.query, report.export)
        grouping, slots = read(rest)
        slots = (*slots[: grouping.limit], GROUPS_EXPORTED, *slots[grouping.limit + 1 :])
        return Call(request, (Step("export", report.name, None, slots, (), {"format": form}, grouping=replace(grouping, verb="export")),))

    return page if operation.verb == "report" else whole


def _form(raw: str, formats: tuple[str, ...]) -> tuple[str, str]:
    """The format that is asked for, and the query without it. An export has no pages."""
    pairs = query_pairs(raw)
    faults = [Detail(named("query", name), "unknown", {}, "is not a parameter here") for name in ("cursor", "limit") if name in pairs]
    asked = pairs.get("format", formats[0])
    if asked not in formats:
        faults.append(Detail("query.format", "enumeration", {"options": list(formats)}, f"must be one of: {', '.join(formats)}"))
    if faults:
        raise InvalidInput(details=faults)
    return asked, without(raw, pairs, frozenset({"format"}))


def _require_no_body(request: Request) -> None:
    require_empty(request.headers.get("content-length"), request.headers.get("transfer-encoding"))
