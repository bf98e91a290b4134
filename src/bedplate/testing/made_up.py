"""Made-up values: valid by the field's type and rules, another one for each number, the same in every run."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from bedplate.declarations.fields.boolean import Boolean
from bedplate.declarations.fields.decimals import DecimalNumber
from bedplate.declarations.fields.enumeration import Enumeration
from bedplate.declarations.fields.instants import CalendarDate, Duration, Timestamp
from bedplate.declarations.fields.integer import Integer
from bedplate.declarations.fields.shapes import ListOf, MapOf, ObjectOf
from bedplate.declarations.fields.text import Text
from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.fields.uuids import Uuid
from bedplate.testing.patterns import text_matching

__all__ = ["Moment", "made_up"]

_MINUTE = 60_000_000  # microseconds


@dataclass(frozen=True, slots=True)
class Moment:
    """For what a value is made up: a name to recognise it by, a number that no other value of this test has, the present instant."""

    name: str
    number: int
    now: datetime

    def part(self, name: str) -> Moment:
        """A part of a composite value."""
        return Moment(name, self.number, self.now)


def made_up(kind: FieldType, moment: Moment) -> object:
    """A valid Python value of a type. Raises ValueError where the rules of the type are too narrow to guess one."""
    make = _MAKERS.get(type(kind))
    if make is None:
        raise ValueError(f"no value of the type {kind.kind} can be made up: give one with put(...)")
    return kind.check(make(kind, moment))


def _text(kind: Text, moment: Moment) -> str:
    if kind.pattern:
        return text_matching(kind.pattern, moment.number, kind.min)
    if kind.format == "email":
        return f"{moment.name.replace('_', '-')}-{moment.number}@example.com".lower()
    if kind.format == "url":
        return f"https://example.com/{moment.name}/{moment.number}"
    words = f"{moment.name} {moment.number}"
    if len(words) > kind.max:
        words = _base36(moment.number)[-kind.max :]
    return words.ljust(kind.min, ".")


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


def _within(low: int, high: int, number: int) -> int:
    """A number between two bounds, positive where that is possible, not the same for neighbouring numbers."""
    start = max(low, min(1, high))
    return start + (number - 1) % (high - start + 1)


def _decimal(kind: DecimalNumber, moment: Moment) -> Decimal:
    whole = 10**kind.places
    steps = _within(-(-kind.low // whole), kind.high // whole, moment.number) * whole if kind.high // whole >= -(-kind.low // whole) else kind.low
    return Decimal(steps).scaleb(-kind.places)


def _duration(kind: Duration, moment: Moment) -> timedelta:
    return timedelta(microseconds=min(max(kind.low, moment.number * _MINUTE), kind.high))


def _day(kind: CalendarDate, moment: Moment) -> date:
    return moment.now.astimezone(UTC).date()


def _uuid(kind: Uuid, moment: Moment) -> UUID:
    return UUID(int=0x4 << 76 | 0b10 << 62 | moment.number)


def _list(kind: ListOf, moment: Moment) -> list[object]:
    return [made_up(kind.item, moment.part(f"{moment.name} {index + 1}")) for index in range(kind.min)]


def _map(kind: MapOf, moment: Moment) -> dict[str, object]:
    return {}


def _object(kind: ObjectOf, moment: Moment) -> object:
    values = {member.name: made_up(member.type, moment.part(member.name)) for member in kind.members if member.required and not member.nullable}
    values |= {member.name: None for member in kind.members if member.required and member.nullable}
    return kind.make(**values) if kind.typed else values


_MAKERS: Mapping[type[FieldType], Callable[[Any, Moment], object]] = {
    Text: _text,
    Integer: lambda kind, moment: _within(kind.ge, kind.le, moment.number),
    DecimalNumber: _decimal,
    Boolean: lambda _kind, _moment: False,
    Timestamp: lambda _kind, moment: moment.now,
    CalendarDate: _day,
    Duration: _duration,
    Uuid: _uuid,
    Enumeration: lambda kind, _moment: next(iter(kind.options)),
    ListOf: _list,
    MapOf: _map,
    ObjectOf: _object,
}
