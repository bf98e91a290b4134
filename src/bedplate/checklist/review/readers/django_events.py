"""Events of followed library code, told at places of the program."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bedplate.checklist.item import Place
from bedplate.checklist.review.trace import Event
from bedplate.checklist.review.value import Value

__all__ = ["told"]

_PASSED = frozenset({"dispatch", "__entry__"})
_ANSWERS = frozenset({"Response", "JsonResponse"})


def told(events: tuple[Event, ...], place: Place, handlers: set[str]) -> tuple[Event, ...]:
    """The events of a view: what the library does on the way to the handler is passed over, and every place is one of the program."""
    found = [_placed(event, place) for event in _lifted(events, handlers | _PASSED) if not _internal(event)]
    own = any(event.kind == "return" and event.place != place for event in found)
    return tuple(event for event in found if not (own and event.kind == "return" and event.place == place and not _answer(event)))


def _lifted(events: tuple[Event, ...], names: set[str] | frozenset[str]) -> Iterator[Event]:
    for event in events:
        if event.kind == "follow" and event.function in names and _of_library(event):
            for inner in _lifted(event.inner, names):
                yield replace(inner, labels=inner.labels | event.labels, within=inner.within | event.within, nearest=inner.nearest or event.nearest)
        else:
            yield event


def _internal(event: Event) -> bool:
    return event.kind == "call" and event.name.startswith("__engine__.") and not event.name.endswith("unknown_permission")


def _answer(event: Event) -> bool:
    return any(option.query is not None for value in event.values for option in value.options())


def _of_library(event: Event) -> bool:
    return event.place.path.startswith("<")


def _placed(event: Event, outer: Place) -> Event:
    place = outer if _of_library(event) else event.place
    inner = tuple(_placed(each, place) for each in event.inner if not _internal(each) and not (each.kind == "return" and _of_library(each)))
    values = tuple(_content(value) for value in event.values) if event.kind == "return" else event.values
    return replace(event, place=place, inner=inner, values=values)


def _content(value: Value) -> Value:
    """What an answer holds, without the library's envelope."""
    options = [_opened(option) for option in value.options()]
    return options[0] if len(options) == 1 else replace(value, args=tuple(options))


def _opened(value: Value) -> Value:
    if value.kind == "instance" and value.dotted.rsplit(".", 1)[-1] in _ANSWERS:
        content = value.argument(0, "data")
        return content if content is not None else Value("constant", None)
    return value
