"""One of a closed list of words."""
from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["Enumeration"]

_WORD: Final = re.compile(r'[^\x00-\x1f\x7f"\\\ud800-\udfff]{1,64}')


@dataclass(frozen=True, slots=True)
class Enumeration(FieldType):
    """A member of an Enum with text values; the value travels and is kept.

    Values are 1 to 64 characters without quotes, backslashes and control characters, so that answers need no escaping.
    """

    options: type[Enum]
    _members: Mapping[object, Enum] = field(init=False, repr=False, compare=False)

    kind: ClassVar[str] = "enumeration"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "plain"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "in", "isnull"})

    def __post_init__(self) -> None:
        members = list(self.options)
        name = self.options.__name__
        if not members:
            raise WrongRules("EMPTY_ENUM", f"`{name}` has no members.", "Give it at least one.")
        for member in members:
            value = member.value
            if not isinstance(value, str) or _WORD.fullmatch(value) is None or not unicodedata.is_normalized("NFC", value):
                raise WrongRules(
                    "WRONG_ENUM_VALUE",
                    f"The value of {name}.{member.name} is not a plain word.",
                    "Write a text of 1 to 64 characters without quotes, backslashes and control characters.",
                )
        object.__setattr__(self, "_members", {member.value: member for member in members})

    def parse(self, value: object) -> Enum:
        member = self._members.get(value) if isinstance(value, str) else None
        if member is None:
            options = list(self._members)
            raise InvalidValue("enum", {"options": options}, f"must be one of: {', '.join(map(str, options))}")
        return member

    def parse_text(self, text: str) -> Enum:
        return self.parse(text)

    def check(self, value: object) -> Enum:
        if not isinstance(value, self.options):
            raise InvalidValue("enum", {"options": list(self._members)}, f"must be a member of {self.options.__name__}")
        return value

    def store(self, value: object) -> Stored:
        assert isinstance(value, self.options)
        return str(value.value)

    def load(self, stored: Stored) -> Enum:
        return self._members[stored]

    def dump(self, value: object) -> object:
        return self.store(value)

    def schema(self) -> dict[str, object]:
        return {"type": "string", "enum": list(self._members), "maxLength": max(len(str(value)) for value in self._members)}

    def made_up(self, moment: Moment) -> object:
        return next(iter(self.options))
