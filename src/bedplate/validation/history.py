"""From the query of a history to its page: `limit` and `cursor`, and nothing else."""
from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.errors import Detail
from bedplate.storage.history import NEWEST_FIRST
from bedplate.validation.body import require_empty
from bedplate.validation.cursor import CursorKey, read_cursor
from bedplate.validation.details import named
from bedplate.validation.keys import KeyReader
from bedplate.validation.pairs import query_pairs
from bedplate.validation.refusals import InvalidInput
from bedplate.values import Call, Request, Step

__all__ = ["history_validator"]

_LIMIT: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def history_validator(operation: Operation, resource: ResourceContract, key: KeyReader, cursors: CursorKey) -> Callable[[Request], Awaitable[Call]]:
    """Refuses with InvalidInput or InvalidCursor."""

    async def validate(request: Request) -> Call:
        headers = request.headers
        require_empty(headers.get("content-length"), headers.get("transfer-encoding"))
        pairs = query_pairs(request.query)
        faults = [Detail(named("query", name), "unknown", {}, "is not a parameter here") for name in pairs if name not in ("limit", "cursor")]
        text = pairs.get("limit")
        if text is not None and (_LIMIT.fullmatch(text) is None or int(text) > resource.max_page):
            faults.append(Detail("query.limit", "range", {"ge": 1, "le": resource.max_page}, f"must be a whole number from 1 to {resource.max_page}"))
        if faults:
            raise InvalidInput(details=faults)
        values, back = read_cursor(cursors, operation.id, NEWEST_FIRST, pairs["cursor"]) if "cursor" in pairs else ((None,), False)
        page = {"limit": resource.page if text is None else int(text), "after": values[0], "back": back}
        return Call(request, (Step("history", operation.resource, key=key(request), input=page),))

    return validate
