"""Text: bounded, normalised, and free of what databases and readers trip over."""
from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal, TypeVar

from bedplate.declarations.fields.matching import text_matching
from bedplate.declarations.fields.pattern import Pattern, safe_pattern
from bedplate.declarations.fields.spelling import Rules, Spelling, length
from bedplate.declarations.fields.type import AnswerForm, FieldType, InvalidValue, Moment, Stored
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["SPELLINGS", "TEXT_MAX", "Text", "made_text", "normalised"]

TEXT_MAX: Final = 1_000_000
"""Characters of a text at most, whatever is declared."""

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_MARKS: Final = re.compile(r"[^\w\s\x00-\x7f]{31,}")
_INNER_TEXT: Final = 10_000  # characters of a plain `str` inside a list, map or object


@dataclass(frozen=True, slots=True)
class Text(FieldType):
    """A text of `min` to `max` characters (Unicode code points, after NFC).

    NUL and lone surrogates are refused: PostgreSQL cannot hold the one, UTF-8 not the other. `pattern` must match the whole text.
    """

    max: int
    min: int = 0
    pattern: str = ""
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
        return value

    def _refuse_length(self, length: int) -> None:
        if length > self.max:
            raise InvalidValue("max", {"max": self.max}, f"must have at most {self.max} characters")
        raise InvalidValue("min", {"min": self.min}, f"must have at least {self.min} characters")

    def parse_text(self, text: str) -> str:
        """For filters: bounded and clean, but not held to `min` and `pattern`, which no stored text would break anyway."""
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
        else:
            found["pattern"] = r"^[^\u0000]*$"
        return found

    def made_up(self, moment: Moment) -> object:
        if self.pattern:
            return text_matching(self.pattern, moment.number, self.min)
        words = f"{moment.name} {moment.number}"
        if len(words) > self.max:
            words = _base36(moment.number)[-self.max :]
        return words.ljust(self.min, ".")


def _base36(number: int) -> str:
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits


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


Kind = TypeVar("Kind", bound=Text)


def made_text(kind: type[Kind], rules: Rules, implied: int | None) -> Kind:
    """A text of a class by the rules of a declaration; `implied` is its `max` where none is said and no pattern gives one."""
    pattern = rules.get("pattern", "")
    if not isinstance(pattern, str):
        raise WrongRules("DANGEROUS_PATTERN", "The pattern is not a text.", 'Write pattern=r"[a-z]+".')
    proven = safe_pattern(pattern).longest if pattern else None
    longest = rules.get("max", max(1, min(proven, TEXT_MAX)) if proven is not None else implied)
    least = rules.get("min", 0)
    if longest is None:
        raise WrongRules("TEXT_WITHOUT_MAX", "A text has no `max`.", "Say how long it may be, such as max=200.")
    return kind(length("max", longest), length("min", least), pattern)


SPELLINGS: Final = (
    Spelling(
        str, lambda rules, inside: made_text(Text, rules, _INNER_TEXT if inside else None), frozenset({"max", "min", "pattern"}),
        constant=Text(TEXT_MAX),
    ),
)
