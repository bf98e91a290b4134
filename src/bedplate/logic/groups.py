"""Aggregates: rows grouped and measured, in one statement, a page of groups at a time."""
from __future__ import annotations

from bedplate.declarations.contract import Operation
from bedplate.declarations.grids import grid_of
from bedplate.logic.reads import MakeCursor, Perform
from bedplate.logic.refusals import Unauthenticated
from bedplate.storage.group_reads import GroupReads
from bedplate.storage.groups import Source
from bedplate.storage.store import Store
from bedplate.values import Grant, Outcome

__all__ = ["answer_groups", "prepare_aggregate"]


def prepare_aggregate(store: Store, operation: Operation, make_cursor: MakeCursor) -> Perform:
    """The figures of a resource's own rows."""
    grid = grid_of(store.contract.resources[operation.resource or ""])
    assert grid is not None
    return answer_groups(GroupReads(store, Source(grid)), operation, make_cursor)


def answer_groups(reads: GroupReads, operation: Operation, make_cursor: MakeCursor) -> Perform:
    """One page, and where the next one begins."""

    async def read(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        grouping = step.grouping
        assert grouping is not None
        found = await reads.page(grant.access, grant.actor, grouping, step.slots, grant.call.request.now)
        if not found.alive:
            raise Unauthenticated
        following = "null"
        if found.more and found.last is not None:
            following = f'"{make_cursor(operation.id, grouping.sort, found.last)}"'
        text = f'{{"data":[{",".join(found.items)}],"page":{{"next":{following},"limit":{step.slots[grouping.limit]}}}}}'
        return Outcome(200, text.encode())

    return read
