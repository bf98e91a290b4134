"""Instants, dates and lengths of time."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.numbers import BOUNDS, closed_interval, require_between
from bedplate.declarations.fields.spelling import Rules, Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["MICROSECONDS_MAX", "SPELLINGS", "CalendarDate", "Duration", "Timestamp"]

_COMPARED: Final = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "isnull"})
_INSTANT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SECONDS: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,6})?", re.ASCII)

_MINUTE: Final = 60_000_000  # microseconds

MICROSECONDS_MAX: Final = 3_155_760_000 * 1_000_000
"""100 years: up to here a float of seconds still names one microsecond, so a duration survives its way through JSON."""


@dataclass(frozen=True, slots=True)
class Timestamp(FieldType):
    """An instant with its zone (RFC 3339 §5.6, at most 6 digits of a second), kept in UTC as 27 characters whose order is time's."""

    kind: ClassVar[str] = "timestamp"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "plain"
    operators: ClassVar[frozenset[str]] = _COMPARED

    def parse(self, value: object) -> datetime:
        if not isinstance(value, str):
            raise InvalidValue("timestamp", {}, "must be a timestamp with a zone, such as 2026-01-31T12:00:00Z")
        return self.parse_text(value)

    def parse_text(self, text: str) -> datetime:
        if _INSTANT.fullmatch(text) is None:
            raise InvalidValue("timestamp", {}, "must be a timestamp with a zone, such as 2026-01-31T12:00:00Z")
        try:
            return datetime.fromisoformat(text.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            raise InvalidValue("timestamp", {}, "must be an instant that exists") from None

    def check(self, value: object) -> datetime:
        if not isinstance(value, datetime) or value.tzinfo is None:
            raise InvalidValue("timestamp", {}, "must be a datetime with a zone")
        try:
            return value.astimezone(UTC)
        except (ValueError, OverflowError):
            raise InvalidValue("timestamp", {}, "must be an instant that exists") from None

    def store(self, value: object) -> Stored:
        assert isinstance(value, datetime)
        return value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"

    def load(self, stored: Stored) -> datetime:
        assert isinstance(stored, str)
        return datetime.fromisoformat(stored)

    def dump(self, value: object) -> object:
        return self.store(value)

    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date-time", "maxLength": 32}

    def made_up(self, moment: Moment) -> object:
        return moment.now


@dataclass(frozen=True, slots=True)
class CalendarDate(FieldType):
    """A day of the calendar, without a zone: 2026-01-31."""

    kind: ClassVar[str] = "date"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "plain"
    operators: ClassVar[frozenset[str]] = _COMPARED

    def parse(self, value: object) -> date:
        if not isinstance(value, str):
            raise InvalidValue("date", {}, "must be a date, such as 2026-01-31")
        return self.parse_text(value)

    def parse_text(self, text: str) -> date:
        if _DATE.fullmatch(text) is None:
            raise InvalidValue("date", {}, "must be a date, such as 2026-01-31")
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise InvalidValue("date", {}, "must be a day that exists") from None

    def check(self, value: object) -> date:
        if isinstance(value, datetime) or not isinstance(value, date):
            raise InvalidValue("date", {}, "must be a date")
        return value

    def store(self, value: object) -> Stored:
        assert isinstance(value, date)
        return value.isoformat()

    def load(self, stored: Stored) -> date:
        assert isinstance(stored, str)
        return date.fromisoformat(stored)

    def dump(self, value: object) -> object:
        return self.store(value)

    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "date", "maxLength": 10}

    def made_up(self, moment: Moment) -> object:
        return moment.now.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Duration(FieldType):
    """A length of time: seconds in JSON, whole microseconds in the column; `low` and `high` in microseconds, both included."""

    low: int = -MICROSECONDS_MAX
    high: int = MICROSECONDS_MAX

    kind: ClassVar[str] = "duration"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "INTEGER"
    answer: ClassVar[AnswerForm] = "seconds"
    operators: ClassVar[frozenset[str]] = _COMPARED

    def parse(self, value: object) -> timedelta:
        if value.__class__ is int and isinstance(value, int):
            return self._within(value * 1_000_000)
        if not isinstance(value, float) or not abs(value) < 1e10:
            raise InvalidValue("duration", {}, "must be a number of seconds")
        whole = int(value)
        return self._within(whole * 1_000_000 + round((value - whole) * 1_000_000))

    def parse_text(self, text: str) -> timedelta:
        if _SECONDS.fullmatch(text) is None:
            raise InvalidValue("duration", {}, "must be a number of seconds")
        whole, _, fraction = text.lstrip("-").partition(".")
        microseconds = int(whole) * 1_000_000 + int(fraction.ljust(6, "0"))
        return self._within(-microseconds if text.startswith("-") else microseconds)

    def _within(self, microseconds: int) -> timedelta:
        if not self.low <= microseconds <= self.high:
            require_between(microseconds, self.low, self.high, (_seconds(self.low), _seconds(self.high)))
        return timedelta(microseconds=microseconds)

    def check(self, value: object) -> timedelta:
        if not isinstance(value, timedelta):
            raise InvalidValue("duration", {}, "must be a timedelta")
        return self._within(value // timedelta(microseconds=1))

    def store(self, value: object) -> Stored:
        assert isinstance(value, timedelta)
        return value // timedelta(microseconds=1)

    def load(self, stored: Stored) -> timedelta:
        assert isinstance(stored, int)
        return timedelta(microseconds=stored)

    def dump(self, value: object) -> object:
        assert isinstance(value, timedelta)
        return _seconds(value // timedelta(microseconds=1))

    def schema(self) -> dict[str, object]:
        low, high = _seconds(self.low), _seconds(self.high)
        return {"type": "number", "format": "double", "minimum": low, "maximum": high, "description": "Seconds."}

    def made_up(self, moment: Moment) -> object:
        return timedelta(microseconds=min(max(self.low, moment.number * _MINUTE), self.high))


def _seconds(microseconds: int) -> int | float:
    whole, rest = divmod(microseconds, 1_000_000)
    return microseconds / 1_000_000 if rest else whole


def _duration(rules: Rules, _inside: bool) -> FieldType:
    microsecond = timedelta(microseconds=1)
    seconds = {name: Decimal(bound // microsecond).scaleb(-6) if isinstance(bound, timedelta) else bound for name, bound in rules.items()}
    return Duration(*closed_interval(seconds, scale=6, low=-MICROSECONDS_MAX, high=MICROSECONDS_MAX))


SPELLINGS: Final = (
    Spelling(datetime, lambda _rules, _inside: Timestamp(), constant=Timestamp()),
    Spelling(date, lambda _rules, _inside: CalendarDate(), constant=CalendarDate()),
    Spelling(timedelta, _duration, BOUNDS, constant=Duration()),
)
