"""Compiled statements by their shape, the least recently used forgotten first: callers choose shapes, so their number is bounded."""
from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bedplate.declarations.contract import Contract
from bedplate.storage.compiled import Compiled, compiled, is_bounded
from bedplate.storage.lanes import INLINE_ROWS, Lane, Reach, reach, rows_visited
from bedplate.storage.select import select_list, select_one, variant_slots
from bedplate.storage.sqlite import Database
from bedplate.values import Access, Selection

__all__ = ["MAX_SHAPES", "Kept", "ReadPlan", "SelectionPlans", "bounded", "chosen_variant"]

T = TypeVar("T")

MAX_SHAPES = 2_048


class Kept(Generic[T]):
    """What was made last, by a key. `misses` counts what had to be made."""

    __slots__ = ("_known", "_size", "misses")

    def __init__(self, size: int = MAX_SHAPES) -> None:
        self._known: OrderedDict[Hashable, T] = OrderedDict()
        self._size = size
        self.misses = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The one of this key, made if it is not there."""
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
            return found
        self.misses += 1
        made = self._known[key] = make()
        if len(self._known) > self._size:
            self._known.popitem(last=False)
        return made

    def __len__(self) -> int:
        return len(self._known)


def bounded(database: Database, text: str, *, scan_of_all: bool = False) -> bool:
    """Whether EXPLAIN shows that the statement visits what it answers, and little more. What cannot be planned in time is not."""
    plan = database.explain_in_time(text)
    return plan is not None and is_bounded(plan, scan_of_all=scan_of_all)


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """A statement that answers a selection."""

    statement: Compiled
    bounded: bool
    reach: Reach

    def lane(self, slots: Sequence[object]) -> Lane:
        """Where it is answered, for the limits of this call."""
        return "inline" if self.bounded and rows_visited(self.reach, slots) <= INLINE_ROWS else "reader"


@dataclass(frozen=True, slots=True)
class _Shape:
    """A selection for one kind of caller: its plan, or the slots that choose among several."""

    variant: tuple[int, ...]
    plan: ReadPlan | None


class SelectionPlans:
    """The plans of selections: a page where they have a limit, else one row by its key."""

    def __init__(self, contract: Contract, database: Database, size: int = MAX_SHAPES) -> None:
        self._contract = contract
        self._database = database
        self.shapes: Kept[_Shape] = Kept(size)
        self._variants: Kept[ReadPlan] = Kept(size)

    def plan(self, access: Access, selection: Selection, slots: Sequence[object]) -> ReadPlan:
        """The plan for a selection with these values: `isnull` and NULLs of a cursor choose among statements."""
        shape = self.shapes.get((access, selection), lambda: self._shape(access, selection))
        if shape.plan is not None:
            return shape.plan
        chosen = chosen_variant(shape.variant, slots)
        return self._variants.get((access, selection, chosen), lambda: self._made(access, selection, chosen))

    def _shape(self, access: Access, selection: Selection) -> _Shape:
        variant = variant_slots(selection)
        return _Shape(variant, None if variant else self._made(access, selection, frozenset()))

    def _made(self, access: Access, selection: Selection, variant: frozenset[int]) -> ReadPlan:
        select = select_one if selection.limit is None else select_list
        statement = select(self._contract, access, selection, variant)
        made = compiled(statement.fragment)
        quick = statement.indexed and bounded(self._database, made.text, scan_of_all=statement.all_rows)
        return ReadPlan(made, quick, reach(self._contract, selection))


def chosen_variant(variant: tuple[int, ...], slots: Sequence[object]) -> frozenset[int]:
    """The slots that ask for NULL: `isnull=true`, and values of a cursor that are NULL."""
    return frozenset(i for i in variant if slots[i] is None or slots[i] is True)
