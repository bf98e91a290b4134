"""The built-in reads. Everything that can be decided is decided at boot: what is left is one statement and a few joined strings."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol
from zlib import crc32

from bedplate.declarations.contract import Operation, SortKey
from bedplate.errors import NotFound
from bedplate.logic.refusals import Unauthenticated
from bedplate.storage.counting import COUNT_MAX
from bedplate.storage.store import ListAnswer, Store
from bedplate.values import Grant, Outcome, Selection

__all__ = ["MakeCursor", "Perform", "prepare_list", "prepare_read"]

Perform = Callable[[Grant], Awaitable[Outcome]]


class MakeCursor(Protocol):
    """(operation id, sort keys, stored values of the row at the end, whether it goes back) -> an opaque cursor."""

    def __call__(self, operation: str, sort: Sequence[SortKey], values: Sequence[Any], back: bool = ..., /) -> str: ...



def prepare_read(store: Store) -> Perform:
    """One row: 404 for what is not there or may not be seen, 304 where the caller has it already."""
    read_one = store.one

    async def read(grant: Grant) -> Outcome:
        call = grant.call
        step = call.steps[0]
        selection = step.selection
        if selection is None:
            raise RuntimeError("a read needs a selection")
        found = await read_one(grant.access, grant.actor, selection, step.slots, step.key, call.request.now)
        if not found.alive:
            raise Unauthenticated
        if found.body is None:
            raise NotFound
        data = found.body.encode()
        tag = f'"{found.revision}-{crc32(data):08x}"'
        seen = step.precondition.none_match
        if seen and (tag in seen or seen == ("*",)):
            return Outcome(304, etag=tag)
        return Outcome(200, b'{"data":' + data + b"}", etag=tag)

    return read


def prepare_list(store: Store, operation: Operation, make_cursor: MakeCursor) -> Perform:
    """One page of rows, and where the next one begins."""
    read_list = store.list
    name = operation.id

    async def read(grant: Grant) -> Outcome:
        call = grant.call
        step = call.steps[0]
        selection = step.selection
        if selection is None or selection.limit is None:
            raise RuntimeError("a list needs a selection with a limit")
        found = await read_list(grant.access, grant.actor, selection, step.slots, call.request.now)
        if not found.alive:
            raise Unauthenticated
        following, previous = _around(found, selection)
        after = f'"{make_cursor(name, selection.sort, found.last, False)}"' if following and found.last is not None else "null"
        before = f'"{make_cursor(name, selection.sort, found.first, True)}"' if previous and found.first is not None else "null"
        total = "" if found.total is None else _total(found.total, selection)
        text = f'{{"data":[{",".join(found.items)}],"page":{{"next":{after},"previous":{before},"limit":{step.slots[selection.limit]}{total}}}}}'
        return Outcome(200, text.encode())

    return read


def _around(found: ListAnswer, selection: Selection) -> tuple[bool, bool]:
    """Whether there is a page after this one, and one before it. Where the caller came from is taken to be there still."""
    if selection.back:
        return True, found.more
    return found.more, bool(selection.after)


def _total(total: int, selection: Selection) -> str:
    if selection.count == "exact":
        return f',"total":{total}'
    return f',"total":{min(total, COUNT_MAX)},"capped":{"true" if total > COUNT_MAX else "false"}'
