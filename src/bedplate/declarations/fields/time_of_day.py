"""Times of a day."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["SPELLINGS", "TimeOfDay"]

_PATTERN: Final = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?"
_TEXT: Final = re.compile(_PATTERN, re.ASCII)
_WORDS: Final = "must be a time of day without a zone, such as 09:30 or 09:30:00.5"


@dataclass(frozen=True, slots=True)
class TimeOfDay(FieldType):
    """What a clock on the wall shows, without day and zone: 09:30 to the microsecond, kept as 15 characters whose order is that of a day."""

    kind: ClassVar[str] = "time"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "plain"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "isnull"})

    def parse(self, value: object) -> time:
        if not isinstance(value, str):
            raise InvalidValue("time", {}, _WORDS)
        return self.parse_text(value)

    def parse_text(self, text: str) -> time:
        if _TEXT.fullmatch(text) is None:
            raise InvalidValue("time", {}, _WORDS)
        return time.fromisoformat(text)

    def check(self, value: object) -> time:
        if not isinstance(value, time) or value.tzinfo is not None:
            raise InvalidValue("time", {}, "must be a time without a zone")
        return value.replace(fold=0)

    def store(self, value: object) -> Stored:
        assert isinstance(value, time)
        return value.isoformat(timespec="microseconds")

    def load(self, stored: Stored) -> time:
        assert isinstance(stored, str)
        return time.fromisoformat(stored)

    def dump(self, value: object) -> object:
        return self.store(value)

    def schema(self) -> dict[str, object]:
        # not `format: time`, which demands a zone (RFC 3339 §5.6)
        return {"type": "string", "pattern": f"^{_PATTERN}$", "maxLength": 15}

    def made_up(self, moment: Moment) -> object:
        hours, minutes = divmod(9 * 60 + moment.number, 60)
        return time(hours % 24, minutes)


SPELLINGS: Final = (Spelling(time, lambda _rules, _inside: TimeOfDay(), constant=TimeOfDay()),)
