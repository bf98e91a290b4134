"""What a handler does, in order: the events that rules ask. Calls that were followed are events with events inside."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bedplate.checklist.item import Place
from bedplate.checklist.review.value import EMPTY, Query, Value, deep_labels

__all__ = ["MOST", "Event", "Happening", "flatten", "touched_by"]

MOST = 2500  # happenings of one route; what does more is not followed to its end


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happens. `labels` are the origins of all conditions under which it happens (inside its function)."""

    kind: Literal["call", "fetch", "write", "compare", "refuse", "return", "assign", "follow"]
    place: Place
    name: str = ""
    receiver: Value | None = None
    values: tuple[Value, ...] = ()
    named: tuple[tuple[str, Value], ...] = ()
    labels: frozenset[str] = EMPTY
    statuses: frozenset[int] = frozenset()
    query: Query | None = None
    within: frozenset[str] = EMPTY
    function: str = ""
    nearest: frozenset[str] = EMPTY
    inner: tuple[Event, ...] = field(default=(), repr=False)
    touched: frozenset[str] = EMPTY  # the origins of everything inside of a followed call

    def argument(self, position: int, name: str) -> Value | None:
        """An argument of the call, by name or by position."""
        given = next((value for key, value in self.named if key == name), None)
        return given if given is not None or position >= len(self.values) else self.values[position]

    def keyword(self, name: str) -> Value | None:
        return next((value for key, value in self.named if key == name), None)


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with the calls that led to it and the conditions of all of them."""

    event: Event
    stack: tuple[Event, ...]


def touched_by(events: Iterable[Event]) -> frozenset[str]:
    """The origins of all values that these events handle."""
    found: set[str] = set()
    for event in events:
        found |= event.touched
        for value in event.values:
            found |= deep_labels(value)
        if event.receiver is not None:
            found |= event.receiver.labels
    return frozenset(found)


def flatten(events: Iterable[Event], limit: int = 12) -> Iterator[Happening]:
    """All events in order, those inside followed calls too, with outer conditions added; a call that repeats itself is told once."""
    walk = _Walk(limit)
    walk.through(events, (), EMPTY, EMPTY, EMPTY)
    return iter(walk.found)


class _Walk:
    """One walk through the calls. Guards what was found, and which calls were told under which conditions."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.found: list[Happening] = []
        self._told: set[tuple[int, frozenset[str], frozenset[str], frozenset[str]]] = set()

    def through(self, events: Iterable[Event], stack: tuple[Event, ...], labels: frozenset[str], within: frozenset[str],
                nearest: frozenset[str]) -> None:  # fmt: skip
        for event in events:
            if len(self.found) >= MOST:
                return
            if event.kind == "follow":
                key = (id(event.inner), labels | event.labels, within | event.within, event.nearest or nearest)
                if len(stack) < self.limit and key not in self._told:
                    self._told.add(key)
                    self.through(event.inner, (*stack, event), key[1], key[2], key[3])
            elif labels <= event.labels and within <= event.within and (event.nearest or not nearest):
                self.found.append(Happening(event, stack))
            else:
                self.found.append(Happening(_under(event, labels, within, nearest), stack))


def _under(event: Event, labels: frozenset[str], within: frozenset[str], nearest: frozenset[str]) -> Event:
    """The event with the conditions of the calls around it; written out, because this is the review's innermost loop."""
    return Event(event.kind, event.place, event.name, event.receiver, event.values, event.named, event.labels | labels, event.statuses, event.query,
                 event.within | within, event.function, event.nearest or nearest, event.inner, event.touched)  # fmt: skip
