"""A rule becomes data: its source is read, then it is run twice, under two clocks, with faces instead of rows."""
from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date, datetime, timedelta, tzinfo
from inspect import iscoroutinefunction
from types import FunctionType, SimpleNamespace
from typing import Any, cast

from bedplate.declarations.expressions import Expr
from bedplate.declarations.nodes import Constant, Node
from bedplate.declarations.spelling import misspelt, place_of
from bedplate.declarations.wrong import WrongExpression
from bedplate.errors import Fault, Place

__all__ = ["trace", "walk"]

_AHEAD = timedelta(days=417, hours=5, minutes=7)


class _LaterDatetime(datetime):
    """The second clock."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + _AHEAD

    @classmethod
    def utcnow(cls) -> datetime:  # type: ignore[override]
        return datetime.now() + _AHEAD  # noqa: DTZ005


class _LaterDate(date):
    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return date.today() + _AHEAD  # noqa: DTZ011


def _later_time() -> float:
    return time.time() + _AHEAD.total_seconds()


def trace(function: Callable[..., Any], faces: tuple[object, ...], owner: type | None = None) -> tuple[Node | None, list[Fault]]:
    """The tree of a rule, or what is wrong with it. Nothing is ever half traced."""
    faults = misspelt(function, owner)
    if iscoroutinefunction(function):
        faults.append(Fault("D357", f"the rule {function.__name__!r} is async, but there is nothing to wait for", "write `def`: a rule is one expression", place_of(function)))
    if faults:
        return None, faults
    try:
        first = _run(function, faces)
        second = _run(_with_later_clock(function), faces)
    except Exception as error:  # whatever a rule raises is a fault of the declaration, told at boot
        return None, [_fault(error, function)]
    if first != second:
        return None, [Fault("D329", f"the rule {function.__name__!r} is another one each time it is read: it holds a time or a random value",
                            "write `fn.now()` for the time of the request", place_of(function))]
    return first, _frozen_times(first, function)


def _run(function: Callable[..., Any], faces: tuple[object, ...]) -> Node:
    value: object = function(*faces)
    if not isinstance(value, Expr):
        raise WrongExpression(
            "D330", f"{function.__name__!r} gives {type(value).__name__} instead of an expression",
            "return a condition of the row; `return always` where it holds for every row")
    return cast("Expr[object]", value).node


def _with_later_clock(function: Callable[..., Any]) -> Callable[..., Any]:
    names = dict(function.__globals__)
    for name, value in names.items():
        if value is datetime:
            names[name] = _LaterDatetime
        elif value is date:
            names[name] = _LaterDate
        elif value is time:
            names[name] = SimpleNamespace(**{**vars(time), "time": _later_time})
    later = FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    later.__kwdefaults__ = function.__kwdefaults__
    return later


def _fault(error: Exception, function: Callable[..., Any]) -> Fault:
    place = _raised_at(error, function)
    if isinstance(error, WrongExpression):
        return Fault(error.code, error.what, error.cure, place)
    return Fault("D331", f"the rule {function.__name__!r} cannot be traced: {type(error).__name__}: {error}",
                 "a rule may use fields, relations, `fn` and constants only", place)


def _raised_at(error: Exception, function: Callable[..., Any]) -> Place:
    place = place_of(function)
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == place.file:
            place = Place(place.file, step.tb_lineno)
        step = step.tb_next
    return place


def _frozen_times(node: Node, function: Callable[..., Any]) -> list[Fault]:
    if any(isinstance(part, Constant) and part.kind in ("timestamp", "date") for part in walk(node)):
        return [Fault("D332", f"the rule {function.__name__!r} holds a fixed time", "write `fn.now()` or `fn.today()`, plus or minus a timedelta",
                      place_of(function))]
    return []


def walk(value: object) -> Iterator[Any]:
    """Every part of a tree, itself first."""
    if isinstance(value, tuple):
        for one in cast("tuple[object, ...]", value):
            yield from walk(one)
    elif type(value).__module__ == Constant.__module__:
        yield value
        for part in fields(cast("Any", value)):
            yield from walk(getattr(value, part.name))
