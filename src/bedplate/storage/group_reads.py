"""Reading groups: always on a reader thread, since how many rows a figure looks at is not known beforehand."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from bedplate.storage.compiled import Compiled, compiled, parameters
from bedplate.storage.groups import Source, grouped, select_groups
from bedplate.storage.plans import Kept, chosen_variant
from bedplate.storage.select import actor_key
from bedplate.storage.store import ListAnswer, Store
from bedplate.values import Access, Actor, Grouping

__all__ = ["GroupReads"]


class GroupReads:
    """The statements of one source of groups, kept by shape."""

    def __init__(self, store: Store, source: Source) -> None:
        self._store = store
        self._source = source
        self._kept: Kept[Compiled] = Kept()

    async def page(self, access: Access, actor: Actor, grouping: Grouping, slots: Sequence[object], now: datetime) -> ListAnswer:
        """A page of groups. Raises QueryTooExpensive, Overloaded, FigureTooLarge, StorageFailed."""
        contract = self._store.contract
        variant = chosen_variant(grouped(grouping), slots)
        statement = self._kept.get(
            (access, grouping, variant), lambda: compiled(select_groups(contract, access, self._source, grouping, variant)))
        bound = parameters(statement, actor_key(contract, actor), now, slots)
        rows = await self._store.database.read(statement.text, bound, "reader")
        limit = cast("int", slots[grouping.limit])
        if not rows or rows[0][0] is None:
            return ListAnswer(bool(rows) or access.kind is None, [], None, False)
        items = [cast("str", row[0]) for row in rows[:limit]]
        return ListAnswer(True, items, rows[len(items) - 1][1:], len(rows) > limit)
