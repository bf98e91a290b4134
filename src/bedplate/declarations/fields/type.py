"""What a field type is: pure knowledge about one kind of value, asked by every room.

One file per type beside this one. A type is a frozen value that carries its own rules (length, range, pattern, ...), so two fields
with equal rules have equal types.
"""
from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

__all__ = ["AnswerForm", "FieldType", "InvalidValue", "Moment", "Stored"]

Stored: TypeAlias = str | int | float | bytes | None
"""What a column holds, as the drivers take and give it."""

AnswerForm: TypeAlias = Literal["text", "plain", "number", "boolean", "decimal", "seconds", "json", "float", "base64", "file"]
"""How a stored value becomes JSON: `text` is quoted and escaped, `plain` is a string that needs no escaping (uuid, timestamp,
enumeration, digits), `number` stands as it is, `boolean` is 0/1, `decimal` is a scaled integer written as a string, `seconds` is an integer of
microseconds written as a number of seconds, `json` is JSON already, `float` is written with
the fewest digits that name it, `base64` are bytes, `file` is a JSON object that gets the address of the bytes."""


class InvalidValue(ValueError):
    """A value that breaks a rule of its type. Never carries the value.

    A composite value has one of these for each part that is wrong in `parts`; their `place` ("street", "3.sku") is relative to it.
    """

    def __init__(
        self, rule: str, parameters: Mapping[str, object], words: str, *, place: str = "", parts: tuple[InvalidValue, ...] = ()
    ) -> None:
        super().__init__(words)
        self.rule = rule
        self.parameters = parameters
        self.words = words
        self.place = place
        self.parts = parts


@dataclass(frozen=True, slots=True)
class Moment:
    """For what a value is made up: a name to recognise it by, a number that no other value of this test has, the present instant."""

    name: str
    number: int
    now: datetime

    def part(self, name: str) -> Moment:
        """A part of a composite value."""
        return Moment(name, self.number, self.now)


class FieldType(ABC):
    """One kind of value with its rules."""

    kind: ClassVar[str]
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]]
    answer: ClassVar[AnswerForm]
    operators: ClassVar[frozenset[str]]
    """Which filters it offers, of: eq ne lt le gt ge in prefix isnull."""
    marks: ClassVar[frozenset[str]] = frozenset({"filter", "sort", "unique", "key"})
    """What a field of this type may be declared as, of: filter sort unique key."""

    @abstractmethod
    def parse(self, value: object) -> object:
        """A decoded JSON value becomes the Python value. Strict: no "1" for 1. Raises InvalidValue."""

    @abstractmethod
    def parse_text(self, text: str) -> object:
        """The text of a query parameter becomes the Python value. Raises InvalidValue."""

    @abstractmethod
    def store(self, value: object) -> Stored:
        """A Python value (not None) as the column holds it."""

    @abstractmethod
    def load(self, stored: Stored) -> object:
        """A column's value (not None) as Python value."""

    @abstractmethod
    def check(self, value: object) -> object:
        """A Python value made by the application's own code, held to the same rules as input; the value as it will be read back
        (a text normalised, an instant in UTC). Raises InvalidValue."""

    @abstractmethod
    def dump(self, value: object) -> object:
        """A Python value (not None) as decoded JSON: what `parse` takes and what answers and events hold."""

    @abstractmethod
    def schema(self) -> dict[str, object]:
        """JSON Schema 2020-12 of the value in requests and answers, bounds included."""

    def input_schema(self) -> dict[str, object] | None:
        """The same of what comes in as JSON, where that differs; None where nothing may (but null, where the field may be null)."""
        return self.schema()

    @abstractmethod
    def made_up(self, moment: Moment) -> object:
        """A value for tests that `check` takes, another one for each number where there are as many. Raises ValueError where the rules
        are too narrow to guess one."""
