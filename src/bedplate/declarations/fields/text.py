"""Text: bounded, normalised, and free of what databases and readers trip over."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

from bedplate.declarations.fields.pattern import Pattern, safe_pattern
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["ADDRESS_MAX", "TEXT_MAX", "Text", "normalised"]

TEXT_MAX: Final = 1_000_000
"""Characters of a text at most, whatever is declared."""

ADDRESS_MAX: Final = 254
"""Characters of an e-mail address (RFC 5321 §4.5.3.1.3 less the brackets); our bound for URLs too unless `max` says more."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_LOCAL: Final = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?", re.ASCII)
_URL: Final = re.compile(r"https?://([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::[0-9]{1,5})?(?:[/?#][!-~]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Text(FieldType):
    """A text of `min` to `max` characters (Unicode code points, after NFC).

    NUL and lone surrogates are refused: PostgreSQL cannot hold the one, UTF-8 not the other. `pattern` must match the whole text.
    """

    max: int
    min: int = 0
    pattern: str = ""
    format: Literal["", "email", "url"] = ""
    _pattern: Pattern | None = field(init=False, repr=False, compare=False, default=None)

    kind: ClassVar[str] = "text"
    storage: ClassVar[Literal["TEXT", "INTEGER", "REAL", "BLOB"]] = "TEXT"
    answer: ClassVar[AnswerForm] = "text"
    operators: ClassVar[frozenset[str]] = frozenset({"eq", "ne", "lt", "le", "gt", "ge", "in", "prefix", "isnull"})

    def __post_init__(self) -> None:
        for name, bound in (("max", self.max), ("min", self.min)):
            if bound.__class__ is not int or bound < 0 or bound > TEXT_MAX:
                raise WrongRules("WRONG_LENGTH", f"`{name}` is not a count of characters.", f"Write a number from 0 to {TEXT_MAX}.")
        if self.max < 1 or self.min > self.max:
            raise WrongRules("EMPTY_RANGE", "No text has such a length.", "Let `max` be at least 1 and at least `min`.")
        if self.pattern:
            object.__setattr__(self, "_pattern", safe_pattern(self.pattern))

    def parse(self, value: object) -> str:
        if not isinstance(value, str):
            raise InvalidValue("text", {}, "must be a text")
        if not value.isascii():
            value = normalised(value, self.max)
        if not self.min <= len(value) <= self.max:
            self._refuse_length(len(value))
        if "\0" in value:
            raise InvalidValue("characters", {}, "must not hold the character U+0000")
        if self._pattern is not None and self._pattern.match(value) is None:
            raise InvalidValue("pattern", {"pattern": self.pattern}, f"must match {self.pattern}")
        if self.format:
            _require_format(self.format, value)
        return value

    def _refuse_length(self, length: int) -> None:
        if length > self.max:
            raise InvalidValue("max", {"max": self.max}, f"must have at most {self.max} characters")
        raise InvalidValue("min", {"min": self.min}, f"must have at least {self.min} characters")

    def parse_text(self, text: str) -> str:
        """For filters: bounded and clean, but not held to `min`, `pattern` and `format`, which no stored text would break anyway."""
        if not text.isascii():
            text = normalised(text, self.max)
        if len(text) > self.max:
            self._refuse_length(len(text))
        if "\0" in text:
            raise InvalidValue("characters", {}, "must not hold the character U+0000")
        return text

    def check(self, value: object) -> str:
        return self.parse(value)

    def store(self, value: object) -> Stored:
        assert isinstance(value, str)
        return value

    def load(self, stored: Stored) -> str:
        assert isinstance(stored, str)
        return stored

    def dump(self, value: object) -> object:
        return value

    def schema(self) -> dict[str, object]:
        found: dict[str, object] = {"type": "string", "maxLength": self.max}
        if self.min:
            found["minLength"] = self.min
        if self._pattern is not None:
            found["pattern"] = self._pattern.ecma
        if self.format:
            found["format"] = "email" if self.format == "email" else "uri"
        elif self._pattern is None:
            found["pattern"] = r"^[^\u0000]*$"
        return found


def normalised(value: str, longest: int) -> str:
    """NFC of a text, in time linear to its length: CPython sorts a run of combining marks in quadratic time, so runs of more than 30
    are refused first, as in the Stream-Safe Text Format (UAX #15 §13). Raises InvalidValue."""
    if len(value) > 4 * longest:  # no composition joins more than four characters
        raise InvalidValue("max", {"max": longest}, f"must have at most {longest} characters")
    if _SURROGATE.search(value) is not None:
        raise InvalidValue("characters", {}, "must not hold half of a surrogate pair")
    for run in _MARKS.finditer(value):
        _require_few_marks(run[0])
    return unicodedata.normalize("NFC", value)


def _require_few_marks(run: str) -> None:
    marks = 0
    for character in run:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > 30:
            raise InvalidValue("characters", {}, "must not pile more than 30 marks on one character")


def _require_format(form: str, value: str) -> None:
    if form == "email":
        local, at, domain = value.rpartition("@")
        labels = domain.split(".")
        valid = bool(at) and len(value) <= ADDRESS_MAX and len(local) <= 64 and _LOCAL.fullmatch(local) is not None and len(labels) > 1
        if not valid or not all(_LABEL.fullmatch(label) for label in labels):
            raise InvalidValue("email", {}, "must be an e-mail address")
        return
    match = _URL.fullmatch(value)
    if match is None or (not match[1].startswith("[") and not all(_LABEL.fullmatch(label) for label in match[1].split("."))):
        raise InvalidValue("url", {}, "must be an http or https URL")
