"""Whole numbers that every JSON reader keeps exactly."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.numbers import BOUNDS, SAFE_INTEGER, closed_interval, made_between, require_between
from bedplate.declarations.fields.spelling import Rules, Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["SPELLINGS", "Integer"]

_TEXT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Integer(FieldType):
    """An integer from `ge` to `le`, both included, never beyond ±(2**53 - 1). Strict: 1.0, "1" and true are no integers."""

    ge: int = -SAFE_INTEGER
    le: int = SAFE_INTEGER

    kind: ClassVar[str] = "integer"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "INTEGER"
    answer: ClassVar[AnswerForm] = "number"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "isnull"})

    def parse(self, value: object) -> int:
        if value.__class__ is not int or not isinstance(value, int):
            raise InvalidValue("integer", {}, "must be an integer")
        if not self.ge <= value <= self.le:
            require_between(value, self.ge, self.le, (self.ge, self.le))
        return value

    def parse_text(self, text: str) -> int:
        if _TEXT.fullmatch(text) is None:
            raise InvalidValue("integer", {}, "must be an integer")
        return self.parse(int(text))

    def check(self, value: object) -> int:
        return self.parse(value)

    def store(self, value: object) -> Stored:
        assert isinstance(value, int)
        return value

    def load(self, stored: Stored) -> int:
        assert isinstance(stored, int)
        return stored

    def dump(self, value: object) -> object:
        return value

    def schema(self) -> dict[str, object]:
        return {"type": "integer", "format": "int64", "minimum": self.ge, "maximum": self.le}

    def made_up(self, moment: Moment) -> object:
        return made_between(self.ge, self.le, moment.number)


def _made(rules: Rules, _inside: bool) -> FieldType:
    return Integer(*closed_interval(rules, scale=0, low=-SAFE_INTEGER, high=SAFE_INTEGER))


SPELLINGS: Final = (Spelling(int, _made, BOUNDS, constant=Integer()),)
