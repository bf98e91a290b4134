"""Reports: a page of their groups, or all of them as a file."""
from __future__ import annotations

from collections.abc import AsyncIterator

from bedplate.declarations.contract import Operation
from bedplate.declarations.operations import MEDIA
from bedplate.logic.exports import Lines, attachment, writer_of
from bedplate.logic.groups import answer_groups
from bedplate.logic.reads import MakeCursor, Perform
from bedplate.logic.refusals import ReportTooLarge, Unauthenticated
from bedplate.storage.group_reads import GroupReads
from bedplate.storage.groups import Source
from bedplate.storage.store import Store
from bedplate.values import Grant, Outcome

__all__ = ["prepare_report"]

_LINES = 1_000
"""Groups that are written at a time."""


def prepare_report(store: Store, operation: Operation, make_cursor: MakeCursor) -> Perform:
    """The figures of a report, a page at a time or all at once; either way one statement."""
    report = store.contract.reports[operation.report or ""]
    reads = GroupReads(store, Source(report.grid, report.where))
    if operation.verb == "report":
        return answer_groups(reads, operation, make_cursor)
    columns = [(one.name, one.type) for one in (*report.grid.groups.values(), *report.grid.measures.values())]

    async def export(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        assert step.grouping is not None
        form = str(step.input["format"])
        found = await reads.page(grant.access, grant.actor, step.grouping, step.slots, grant.call.request.now)
        if not found.alive:
            raise Unauthenticated
        if found.more:
            raise ReportTooLarge
        head, lines = writer_of(form, columns)
        return Outcome(200, headers=attachment(report.path, form), media=MEDIA[form], stream=_stream(head, found.items, lines))

    return export


async def _stream(head: bytes, items: list[str], lines: Lines) -> AsyncIterator[bytes]:
    if head:
        yield head
    for start in range(0, len(items), _LINES):
        yield lines(items[start : start + _LINES])
