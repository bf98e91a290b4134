"""The rows after a cursor: `(a, b) > (?, ?)` written out per direction, so that an index that has the order is entered at the cursor.

NULL sorts before every value, on both engines. Whether a value of the cursor is NULL is part of the shape, never asked in SQL.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from bedplate.storage.fragment import Fragment, sql

__all__ = ["SortValue", "after", "order_by"]


@dataclass(frozen=True, slots=True)
class SortValue:
    """One expression that rows are ordered by."""

    value: Fragment
    descending: bool
    nullable: bool


def order_by(values: Sequence[SortValue]) -> list[Fragment]:
    """The terms of ORDER BY."""
    return [sql("{} DESC", one.value) if one.descending else one.value for one in values]


def after(values: Sequence[SortValue], cursor: Sequence[Fragment | None]) -> Fragment:
    """The condition; `cursor` holds None where the cursor's value is NULL. The last value is unique and not nullable."""
    rest: Fragment | None = None
    for one, bound in reversed(list(zip(values, cursor, strict=True))):
        rest = _at_null(one, rest) if bound is None else _at_value(one, bound, rest)
    return rest if rest is not None else sql("1")


def _at_null(one: SortValue, rest: Fragment | None) -> Fragment:
    if one.descending:
        return sql("({} IS NULL AND {})", one.value, rest) if rest is not None else sql("0")
    return sql("({} IS NOT NULL OR {})", one.value, rest) if rest is not None else sql("({} IS NOT NULL)", one.value)


def _at_value(one: SortValue, bound: Fragment, rest: Fragment | None) -> Fragment:
    strict: LiteralString = "{} < {}" if one.descending else "{} > {}"
    beyond = sql(strict, one.value, bound)
    if one.descending and one.nullable:
        if rest is None:
            return sql("({} OR {} IS NULL)", beyond, one.value)
        return sql("({} OR {} IS NULL OR ({} = {} AND {}))", beyond, one.value, one.value, bound, rest)
    if rest is None:
        return beyond
    reached: LiteralString = "({} <= {} AND ({} OR {}))" if one.descending else "({} >= {} AND ({} OR {}))"
    return sql(reached, one.value, bound, beyond, rest)
