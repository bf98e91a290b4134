"""A finished statement and how its parameters are found for one call."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bedplate.storage.expression_kinds import instant_text, stored_constant
from bedplate.storage.fragment import ActorKey, Fixed, Fragment, Given, KeyPart, Keys, Source
from bedplate.storage.sqlite import Stored

__all__ = ["Compiled", "above", "compiled", "is_bounded", "parameters"]

_LAST_CHARACTER = 0x10FFFF


@dataclass(frozen=True, slots=True)
class Compiled:
    """One text. `fixed` are the parameters with constants filled in, `open` those that each call fills, by their place."""

    text: str
    fixed: tuple[Stored, ...]
    open: tuple[tuple[int, Source], ...]


def compiled(statement: Fragment) -> Compiled:
    """Renders a statement."""
    text, sources = statement.render()
    fixed = tuple(one.value if isinstance(one, Fixed) else None for one in sources)
    return Compiled(text, fixed, tuple((i, one) for i, one in enumerate(sources) if not isinstance(one, Fixed)))


def parameters(
    statement: Compiled, actor: Stored, now: datetime, slots: Sequence[object], key: Sequence[object] = ()
) -> list[Stored]:
    """The values to bind for one call."""
    values = list(statement.fixed)
    for place, source in statement.open:
        kind = source.__class__
        if kind is Given:
            values[place] = _given(source, slots)
        elif kind is ActorKey:
            values[place] = actor
        elif kind is Keys:
            values[place] = key[0]  # type: ignore[call-overload]  # pyright: ignore[reportArgumentType, reportCallIssue]
        elif kind is KeyPart:
            values[place] = source.type.store(key[source.index])  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        else:
            text = instant_text(now)
            values[place] = text[:10] if source.day else text  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue]
    return values


def _given(source: Any, slots: Sequence[object]) -> Stored:
    value: Any = slots[source.index]
    form = source.form
    if form == "stored":
        return value  # type: ignore[no-any-return]
    if form == "value":
        return source.type.store(value)  # type: ignore[no-any-return]
    if form == "more":
        return value + 1  # type: ignore[no-any-return]
    if form == "constant":
        return stored_constant(value, source.places)
    if form == "constants":
        return json.dumps([stored_constant(one, source.places) for one in value], ensure_ascii=False)
    if form == "many":
        return json.dumps([source.type.store(one) for one in value], ensure_ascii=False)
    if form == "item":
        return source.type.dump(value)  # type: ignore[no-any-return]
    return str(value) if form == "low" else above(str(value))


def above(prefix: str) -> Stored:
    """The least value after all texts with this prefix; a blob, which is greater than each text, where there is no such text."""
    kept = prefix.rstrip(chr(_LAST_CHARACTER))
    if not kept:
        return b""
    following = ord(kept[-1]) + 1
    return kept[:-1] + chr(0xE000 if following == 0xD800 else following)


def is_bounded(plan: Sequence[str], *, scan_of_all: bool = False) -> bool:
    """Whether EXPLAIN QUERY PLAN shows searches only: no scan of a table, nothing sorted aside.

    `scan_of_all`: the rows in the order of an index, none of them skipped, up to the limit.
    """
    for line in plan:
        detail = line.strip()
        if "TEMP B-TREE" in detail or "AUTOMATIC" in detail:
            return False
        if detail.startswith("SCAN") and not _harmless(detail, scan_of_all):
            return False
    return True


def _harmless(detail: str, scan_of_all: bool) -> bool:
    if detail.startswith(("SCAN (subquery", "SCAN json_each", "SCAN CONSTANT ROW")):
        return True
    return scan_of_all and " USING " in detail
