"""Which thread answers a read: the loop's own where EXPLAIN and the limits bound the rows visited, else a reader thread."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias, cast

from bedplate.declarations.contract import Contract
from bedplate.values import Selection

__all__ = ["INLINE_ROWS", "Lane", "Reach", "reach", "rows_visited"]

Lane: TypeAlias = Literal["inline", "reader"]

INLINE_ROWS = 2_000
"""Rows that one read may visit on the loop's thread."""

Reach: TypeAlias = tuple[tuple[int, tuple[int, ...]], ...]
"""Per node of a selection: a constant factor, and the slots of the limits above it and its own."""


def reach(contract: Contract, selection: Selection) -> Reach:
    """What the rows that a selection visits depend on."""
    own = () if selection.limit is None else (selection.limit,)
    return tuple(_reach(contract, selection, 1, own))


def _reach(contract: Contract, selection: Selection, factor: int, slots: tuple[int, ...]) -> list[tuple[int, tuple[int, ...]]]:
    found = [(factor, slots)]
    relations = contract.resources[selection.resource].relations
    for name, inner in selection.nested:
        relation = relations[name]
        if relation.cardinality == "one":
            found += _reach(contract, inner, factor, slots)
        elif inner.limit is None:
            found += _reach(contract, inner, factor * min(20, relation.max), slots)
        else:
            found += _reach(contract, inner, factor, (*slots, inner.limit))
    return found


def rows_visited(nodes: Reach, slots: Sequence[object]) -> int:
    """Rows at most, of all nodes together."""
    total = 0
    for factor, limits in nodes:
        for slot in limits:
            factor *= cast("int", slots[slot])
        total += factor
    return total
