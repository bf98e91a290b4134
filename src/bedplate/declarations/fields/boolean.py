"""True or false."""
from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["SPELLINGS", "Boolean"]


@dataclass(frozen=True, slots=True)
class Boolean(FieldType):
    """true or false, nothing that merely looks like it."""

    kind: ClassVar[str] = "boolean"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "INTEGER"
    answer: ClassVar[AnswerForm] = "boolean"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "isnull"})

    def parse(self, value: object) -> bool:
        if value is True or value is False:
            return value
        raise InvalidValue("boolean", {}, "must be true or false")

    def parse_text(self, text: str) -> bool:
        if text == "true":
            return True
        if text == "false":
            return False
        raise InvalidValue("boolean", {}, "must be true or false")

    def check(self, value: object) -> bool:
        return self.parse(value)

    def store(self, value: object) -> Stored:
        return 1 if value else 0

    def load(self, stored: Stored) -> bool:
        return bool(stored)

    def dump(self, value: object) -> object:
        return bool(value)

    def schema(self) -> dict[str, object]:
        return {"type": "boolean"}

    def made_up(self, moment: Moment) -> object:
        return False


SPELLINGS: Final = (Spelling(bool, lambda _rules, _inside: Boolean(), constant=Boolean()),)
