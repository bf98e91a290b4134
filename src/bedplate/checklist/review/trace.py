"""What a handler does, in order: the events that rules ask. Calls that were followed are events with events inside."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from bedplate.checklist.item import Place
from bedplate.checklist.review.value import EMPTY, Query, Value

__all__ = ["Event", "Happening", "flatten"]


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


def flatten(events: Iterable[Event], stack: tuple[Event, ...] = (), limit: int = 12) -> Iterator[Happening]:
    """All events in order, those inside followed calls too, with outer conditions added."""
    outer_labels = frozenset[str]().union(*(event.labels for event in stack)) if stack else EMPTY
    outer_within = frozenset[str]().union(*(event.within for event in stack)) if stack else EMPTY
    for event in events:
        if event.kind == "follow":
            if len(stack) < limit:
                yield from flatten(event.inner, (*stack, event), limit)
        elif stack:
            nearest = event.nearest or next((each.nearest for each in reversed(stack) if each.nearest), EMPTY)
            yield Happening(replace(event, labels=event.labels | outer_labels, within=event.within | outer_within, nearest=nearest), stack)
        else:
            yield Happening(event, stack)
