"""Whole numbers of 64 bits, which are more than every JSON reader keeps."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.numbers import BOUNDS, SAFE_INTEGER, closed_interval, made_between, require_between
from bedplate.declarations.fields.spelling import Rules, Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["BIGGEST", "SMALLEST", "SPELLINGS", "BigInteger"]

SMALLEST: Final = -(2**63)
BIGGEST: Final = 2**63 - 1
"""What a column of 64 bits holds."""

_TEXT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,18})", re.ASCII)
_WORDS: Final = f'must be a whole number as text, such as "{SAFE_INTEGER + 1}"'


@dataclass(frozen=True, slots=True)
class BigInteger(FieldType):
    """An integer from `ge` to `le`, both included, within 64 bits. In JSON always a string, so that a client need not look at its size.

    A JSON integer is taken up to ±(2**53 - 1); beyond, a reader on the way may have rounded it.
    """

    ge: int = SMALLEST
    le: int = BIGGEST

    kind: ClassVar[str] = "bigint"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "INTEGER"
    answer: ClassVar[AnswerForm] = "plain"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "isnull"})

    def parse(self, value: object) -> int:
        if isinstance(value, str):
            return self.parse_text(value)
        if value.__class__ is not int or not isinstance(value, int) or not -SAFE_INTEGER <= value <= SAFE_INTEGER:
            raise InvalidValue("bigint", {}, _WORDS)
        return self.check(value)

    def parse_text(self, text: str) -> int:
        if _TEXT.fullmatch(text) is None:
            raise InvalidValue("bigint", {}, _WORDS)
        return self.check(int(text))

    def check(self, value: object) -> int:
        if value.__class__ is not int or not isinstance(value, int):
            raise InvalidValue("bigint", {}, "must be an integer")
        if not self.ge <= value <= self.le:
            require_between(value, self.ge, self.le, (str(self.ge), str(self.le)))
        return value

    def store(self, value: object) -> Stored:
        assert isinstance(value, int)
        return value

    def load(self, stored: Stored) -> int:
        assert isinstance(stored, int)
        return stored

    def dump(self, value: object) -> object:
        return str(value)

    def schema(self) -> dict[str, object]:
        return {
            "type": "string",
            "format": "int64",
            "pattern": "^-?(0|[1-9][0-9]{0,18})$",
            "maxLength": 20,
            "description": f"A whole number from {self.ge} to {self.le}; an integer up to {SAFE_INTEGER} is taken as well.",
        }

    def made_up(self, moment: Moment) -> object:
        return made_between(self.ge, self.le, moment.number)


def _made(rules: Rules, _inside: bool) -> FieldType:
    return BigInteger(*closed_interval(rules, scale=0, low=SMALLEST, high=BIGGEST))


SPELLINGS: Final = (Spelling(int, _made, BOUNDS, "bigint"),)
