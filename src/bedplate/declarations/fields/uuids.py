"""UUIDs."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar, Final, Literal
from uuid import UUID

from bedplate.declarations.fields.spelling import Spelling
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored

__all__ = ["SPELLINGS", "Uuid"]

_TEXT: Final = re.compile(r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}", re.ASCII)


@lru_cache(maxsize=8_192)
def _loaded(text: str) -> UUID:
    """The same keys come from the database and from callers again and again: making a UUID costs ten times a look-up here."""
    return UUID(text)


@lru_cache(maxsize=8_192)
def _text(value: UUID) -> str:
    """One write asks for the text of its key several times."""
    return str(value)


@dataclass(frozen=True, slots=True)
class Uuid(FieldType):
    """A UUID in its 36 characters (RFC 9562 §4): no braces, no urn, hyphens in place; kept in lower case."""

    kind: ClassVar[str] = "uuid"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "plain"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "in", "isnull"})

    def parse(self, value: object) -> UUID:
        if not isinstance(value, str):
            raise InvalidValue("uuid", {}, "must be a UUID")
        return self.parse_text(value)

    def parse_text(self, text: str) -> UUID:
        if _TEXT.fullmatch(text) is None:
            raise InvalidValue("uuid", {}, "must be a UUID")
        return _loaded(text)

    def check(self, value: object) -> UUID:
        if not isinstance(value, UUID):
            raise InvalidValue("uuid", {}, "must be a UUID")
        return value

    def store(self, value: object) -> Stored:
        return _text(value) if isinstance(value, UUID) else str(value)

    def load(self, stored: Stored) -> UUID:
        assert isinstance(stored, str)
        return _loaded(stored)

    def dump(self, value: object) -> object:
        return str(value)

    def schema(self) -> dict[str, object]:
        return {"type": "string", "format": "uuid", "maxLength": 36}

    def made_up(self, moment: Moment) -> object:
        return UUID(int=0x4 << 76 | 0b10 << 62 | moment.number)


SPELLINGS: Final = (Spelling(UUID, lambda _rules, _inside: Uuid(), constant=Uuid()),)
