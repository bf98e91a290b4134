"""The history of a row: who changed what, when, and by which verb; newest first."""
from __future__ import annotations

from typing import cast

from bedplate.declarations.contract import Operation
from bedplate.errors import Forbidden, NotFound
from bedplate.logic.reads import MakeCursor, Perform
from bedplate.logic.refusals import Unauthenticated
from bedplate.storage.history import NEWEST_FIRST
from bedplate.storage.history_reads import HistoryReads
from bedplate.storage.store import Store
from bedplate.values import Grant, Outcome

__all__ = ["prepare_history"]


def prepare_history(store: Store, operation: Operation, make_cursor: MakeCursor) -> Perform:
    """One page of it: 404 for a row that is not there for the caller, 403 where only its history is not for them."""
    reads = HistoryReads(store, store.contract.resources[operation.resource or ""])

    async def read(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        limit, after, back = cast("int", step.input["limit"]), cast("int | None", step.input["after"]), bool(step.input["back"])
        found = await reads.page(grant.access, grant.actor, step.key, limit, after, grant.call.request.now, back=back)
        if not found.alive:
            raise NotFound if grant.access.kind is None else Unauthenticated
        if not found.seen:
            raise NotFound
        if not found.allowed:
            raise Forbidden

        def cursor(number: int, *, back: bool) -> str:
            return f'"{make_cursor(operation.id, NEWEST_FIRST, (number,), back)}"'

        following, before = (True, found.more) if back else (found.more, after is not None)
        older = cursor(found.numbers[-1], back=False) if following and found.numbers else "null"
        newer = cursor(found.numbers[0], back=True) if before and found.numbers else "null"
        text = f'{{"data":[{",".join(found.items)}],"page":{{"next":{older},"previous":{newer},"limit":{limit}}}}}'
        return Outcome(200, text.encode())

    return read
