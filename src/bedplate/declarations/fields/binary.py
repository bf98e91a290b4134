"""Bytes."""
from __future__ import annotations

import binascii
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.spelling import Rules, Spelling, length
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["BYTES_MAX", "SPELLINGS", "Binary"]

BYTES_MAX: Final = 1_000_000
"""Bytes of a value at most, whatever is declared: what is larger is a file."""

_WORDS: Final = "must be bytes in base64, with = at the end where it belongs"
_FROM_URL: Final = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class Binary(FieldType):
    """`min` to `max` bytes, in JSON as base64 (RFC 4648 §4): one spelling for each value, so no line breaks, no stray bits at the end."""

    max: int
    min: int = 0

    kind: ClassVar[str] = "bytes"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "BLOB"
    answer: ClassVar[AnswerForm] = "base64"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "isnull"})
    marks: ClassVar[frozenset[str]] = frozenset({"filter", "unique"})

    def parse(self, value: object) -> bytes:
        if not isinstance(value, str):
            raise InvalidValue("base64", {}, _WORDS)
        if len(value) > _encoded_length(self.max):
            self._refuse_length(self.max + 1)
        try:
            found = binascii.a2b_base64(value, strict_mode=True) if value else b""
        except ValueError:  # binascii.Error is one, and so is what is not ASCII
            raise InvalidValue("base64", {}, _WORDS) from None
        if b64encode(found).decode() != value:
            raise InvalidValue("base64", {}, _WORDS)
        return self.check(found)

    def parse_text(self, text: str) -> bytes:
        """In a query the spelling for URLs (RFC 4648 §5) is taken too, without = at the end."""
        plain = text.translate(_FROM_URL)
        return self.parse(plain if plain.endswith("=") else plain + "=" * (-len(plain) % 4))

    def check(self, value: object) -> bytes:
        if not isinstance(value, bytes):
            raise InvalidValue("bytes", {}, "must be bytes")
        if not self.min <= len(value) <= self.max:
            self._refuse_length(len(value))
        return value

    def _refuse_length(self, count: int) -> None:
        if count > self.max:
            raise InvalidValue("max", {"max": self.max}, f"must have at most {self.max} bytes")
        raise InvalidValue("min", {"min": self.min}, f"must have at least {self.min} bytes")

    def store(self, value: object) -> Stored:
        assert isinstance(value, bytes)
        return value

    def load(self, stored: Stored) -> bytes:
        assert isinstance(stored, bytes)
        return stored

    def dump(self, value: object) -> object:
        assert isinstance(value, bytes)
        return b64encode(value).decode()

    def schema(self) -> dict[str, object]:
        return {
            "type": "string",
            "contentEncoding": "base64",
            "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
            "minLength": _encoded_length(self.min),
            "maxLength": _encoded_length(self.max),
        }

    def made_up(self, moment: Moment) -> object:
        return sha256(f"{moment.name} {moment.number}".encode()).digest()[: self.max].ljust(self.min, b"\0")


def _encoded_length(count: int) -> int:
    return (count + 2) // 3 * 4


def _made(rules: Rules, _inside: bool) -> FieldType:
    if "max" not in rules:
        raise WrongRules("BYTES_WITHOUT_MAX", "Bytes have no `max`.", "Say how many there may be, such as max=32.")
    longest, least = length("max", rules["max"]), length("min", rules.get("min", 0))
    if longest > BYTES_MAX:
        raise WrongRules("WRONG_LENGTH", f"`max` is more than the {BYTES_MAX} bytes that a field can hold.", "Write less, and keep large ones as files.")
    if longest < 1 or least > longest:
        raise WrongRules("EMPTY_RANGE", "No bytes have such a length.", "Let `max` be at least 1 and at least `min`.")
    return Binary(longest, least)


SPELLINGS: Final = (Spelling(bytes, _made, frozenset({"max", "min"}), constant=Binary(BYTES_MAX)),)
