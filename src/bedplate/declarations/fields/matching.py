"""Texts that match a pattern: another one for each number."""
from __future__ import annotations

import string
from importlib import import_module
from typing import Any, Final

from bedplate.declarations.fields.pattern import safe_pattern

__all__ = ["text_matching"]

# the same private but stable parser that proves patterns linear (declarations/fields/pattern.py)
_parser: Final[Any] = import_module("re._parser")
_code: Final[Any] = import_module("re._constants")
_PREFERRED: Final = string.ascii_lowercase + string.digits + string.ascii_uppercase + string.punctuation + " "
_SPACE: Final = frozenset(string.whitespace)
_MOST_REPEATS: Final = 400


def text_matching(pattern: str, number: int, least: int = 0) -> str:
    """The `number`-th text of a pattern with at least `least` characters, as short as it can be and still differ from those before.

    Raises ValueError where no such text is found; where a pattern has fewer texts than asked for they come again.
    """
    proven = safe_pattern(pattern)
    tree = _parser.parse(proven.ecma.removeprefix("^").removesuffix("$"))
    fitting = ""
    for more in (*range(16), *range(16, _MOST_REPEATS, 16)):
        choices = _Choices(number, more)
        text = choices.sequence(tree)
        if len(text) >= least and proven.match(text) is not None:
            if not choices.number:
                return text
            fitting = text
    if not fitting:
        raise ValueError(f"no text found for the pattern {pattern}: give the value with put(...)")
    return fitting


class _Choices:
    """Each choice on the way through a pattern is one digit of the number, in the base of its options."""

    def __init__(self, number: int, more: int) -> None:
        self.number = number
        self._more = more

    def sequence(self, items: Any) -> str:
        return "".join(self._item(operator, argument) for operator, argument in items)

    def _item(self, operator: Any, argument: Any) -> str:
        if operator in (_code.MAX_REPEAT, _code.MIN_REPEAT):
            least, most, inner = argument
            return "".join(self.sequence(inner) for _ in range(min(int(least) + self._more, int(most))))
        if operator is _code.SUBPATTERN:
            return self.sequence(argument[3])
        if operator is _code.BRANCH:
            return self.sequence(self._one_of(list(argument[1])))
        return str(self._one_of(_options(operator, argument)))

    def _one_of(self, options: Any) -> Any:
        self.number, digit = divmod(self.number, len(options))
        return options[digit]


def _options(operator: Any, argument: Any) -> str:
    if operator is _code.LITERAL:
        return chr(argument)
    if operator is _code.NOT_LITERAL:
        return _PREFERRED.replace(chr(argument), "")
    if operator is _code.ANY:
        return _PREFERRED
    return "".join(each for each in _PREFERRED if _takes(argument, each)) or chr(_first(argument))


def _takes(items: Any, character: str) -> bool:
    negated = items[0][0] is _code.NEGATE
    return any(_holds(operator, argument, character) for operator, argument in items[1 if negated else 0 :]) is not negated


def _holds(operator: Any, argument: Any, character: str) -> bool:
    if operator is _code.LITERAL:
        return ord(character) == int(argument)
    if operator is _code.RANGE:
        return int(argument[0]) <= ord(character) <= int(argument[1])
    name = str(argument)
    inside = {"DIGIT": character.isdigit(), "WORD": character.isalnum() or character == "_", "SPACE": character in _SPACE}
    return inside[name.rpartition("_")[2]] is not name.startswith("CATEGORY_NOT_")


def _first(items: Any) -> int:
    operator, argument = items[0]
    return int(argument[0]) if operator is _code.RANGE else int(argument)
