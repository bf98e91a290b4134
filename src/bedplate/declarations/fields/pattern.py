"""Patterns that Python's backtracking matcher runs in linear time.

A pattern is taken only if it is *strongly deterministic*: whatever was matched so far, the next character decides alone which part
of the pattern takes it, and there is one way to get there (Brueggemann-Klein and Wood, "One-unambiguous regular languages", 1998).
Then a failed match has nothing else to try, so its cost is linear in the text. Proven on the automaton of positions (Glushkov): the
sets of characters that may follow a position must be disjoint, and no pair of positions may be joined by two operators.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from typing import Any, Final, TypeAlias

from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["Pattern", "safe_pattern"]

# the standard library's own parser of patterns; private, but unchanged since 3.11, and a test would notice
parser: Final[Any] = import_module("re._parser")
code: Final[Any] = import_module("re._constants")

_LONGEST: Final = 500
_POSITIONS: Final = 600
_LAST: Final = 0x10FFFF
Characters: TypeAlias = "tuple[tuple[int, int], ...]"
_DIGIT: Final[Characters] = ((48, 57),)
_WORD: Final[Characters] = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Final[Characters] = ((9, 13), (32, 32))


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that was proven linear: `match` needs the whole text, `ecma` says the same in JSON Schema, `longest` is the number of
    characters that it can match, None if there is no end."""

    match: Callable[[str], re.Match[str] | None]
    ecma: str
    longest: int | None


@dataclass(slots=True)
class _Part:
    """A part of a pattern: can it be empty, at which positions does it begin and end."""

    nullable: bool
    first: list[int]
    last: list[int]


@dataclass(slots=True)
class _Automaton:
    characters: list[Characters] = field(default_factory=list)
    follow: list[list[int]] = field(default_factory=list)

    def position(self, characters: Characters) -> _Part:
        if len(self.characters) >= _POSITIONS:
            raise _refused("is too long", "Write a shorter one, with `max` for the length.")
        self.characters.append(characters)
        self.follow.append([])
        here = [len(self.characters) - 1]
        return _Part(False, here, list(here))

    def join(self, last: list[int], first: list[int]) -> None:
        for position in last:
            self.follow[position].extend(first)


def _refused(what: str, cure: str) -> WrongRules:
    return WrongRules("DANGEROUS_PATTERN", f"The pattern {what}.", cure)


_AMBIGUOUS: Final = "can match one text in two ways, so a hostile text makes it slow"
_AMBIGUOUS_CURE: Final = (
    "Let each character decide what comes next: no quantifier inside another without a separator, no overlapping parts side by side."
)


@lru_cache(maxsize=256)
def safe_pattern(text: str) -> Pattern:
    """Proves a pattern linear and compiles it. Raises WrongRules with what to write instead."""
    if len(text) > _LONGEST:
        raise _refused("is too long", f"Write at most {_LONGEST} characters.")
    inner = _without_anchors(text)
    if "(?" in inner.replace("(?:", ""):
        raise _refused("uses a special group", "Only (…) and (?:…) are groups here: no flags, names, lookarounds, references.")
    try:
        tree = parser.parse(inner, re.ASCII)
        compiled = re.compile(inner, re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise _refused(f"is not a regular expression ({error})", "Correct it.") from None
    automaton = _Automaton()
    whole = _sequence(automaton, list(tree))
    _require_disjoint(automaton, whole.first)
    for following in automaton.follow:
        _require_disjoint(automaton, following)
    longest = int(tree.getwidth()[1])
    return Pattern(compiled.fullmatch, f"^(?:{inner})$", None if longest >= int(code.MAXREPEAT) else longest)


def _without_anchors(text: str) -> str:
    """The whole text is matched in any case, so `^` and `$` around it say nothing new."""
    inner = text.removeprefix("^")
    if inner.endswith("$") and (len(inner) - len(inner[:-1].rstrip("\\"))) % 2 == 1:
        inner = inner[:-1]
    if inner != text and _alternates(inner):
        raise _refused("has an anchor beside `|`", "Leave `^` and `$` out: the whole text is matched in any case.")
    return inner


def _alternates(text: str) -> bool:
    depth = 0
    for character in re.sub(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]", "", text, flags=re.DOTALL):
        depth += (character == "(") - (character == ")")
        if character == "|" and depth == 0:
            return True
    return False


def _require_disjoint(automaton: _Automaton, positions: list[int]) -> None:
    spans = sorted(span for position in positions for span in automaton.characters[position])
    for before, after in pairwise(spans):
        if after[0] <= before[1]:
            raise _refused(_AMBIGUOUS, _AMBIGUOUS_CURE)


def _sequence(automaton: _Automaton, items: list[tuple[Any, Any]]) -> _Part:
    whole = _Part(True, [], [])
    for operator, argument in items:
        part = _item(automaton, operator, argument)
        automaton.join(whole.last, part.first)
        whole = _Part(
            whole.nullable and part.nullable,
            whole.first + part.first if whole.nullable else whole.first,
            whole.last + part.last if part.nullable else part.last,
        )
    return whole


def _item(automaton: _Automaton, operator: Any, argument: Any) -> _Part:
    if operator in (code.MAX_REPEAT, code.MIN_REPEAT):
        return _repeat(automaton, *argument)
    if operator is code.SUBPATTERN:
        return _sequence(automaton, list(argument[3]))
    if operator is code.BRANCH:
        return _branch(automaton, [list(branch) for branch in argument[1]])
    return automaton.position(_characters(operator, argument))


def _branch(automaton: _Automaton, branches: list[list[tuple[Any, Any]]]) -> _Part:
    if all(operator is code.LITERAL for branch in branches for operator, _ in branch):
        words = {tuple(character for _, character in branch) for branch in branches}
        if len(words) < len(branches):  # `red|red`; the parser makes two empty branches of `[ab]|[ab]`
            raise _refused(_AMBIGUOUS, _AMBIGUOUS_CURE)
        return _words(automaton, sorted(words))
    parts = [_sequence(automaton, branch) for branch in branches]
    if sum(part.nullable for part in parts) > 1:
        raise _refused(_AMBIGUOUS, _AMBIGUOUS_CURE)
    return _Part(any(part.nullable for part in parts), [p for part in parts for p in part.first], [p for part in parts for p in part.last])


def _words(automaton: _Automaton, words: list[tuple[int, ...]]) -> _Part:
    """Literal alternatives as one tree: `red|rose` shares its first letter. Trying each costs at most the length of all of them."""
    whole = _Part(words[0] == (), [], [])
    known: dict[tuple[int, ...], int] = {}
    for word in words:
        for length in range(1, len(word) + 1):
            if word[:length] not in known:
                here = known[word[:length]] = automaton.position(((word[length - 1], word[length - 1]),)).first[0]
                before = known.get(word[: length - 1])
                (whole.first if before is None else automaton.follow[before]).append(here)
        if word:
            whole.last.append(known[word])
    return whole


def _repeat(automaton: _Automaton, least: int, most: int, items: Any) -> _Part:
    if int(most) == 0:
        raise _refused("repeats a part zero times", "Leave that part out.")
    if least == most and int(most) <= 32:
        return _sequence(automaton, list(items) * int(most))
    part = _sequence(automaton, list(items))
    if part.nullable:
        raise _refused("repeats a part that can be empty", _AMBIGUOUS_CURE)
    if int(most) > 1:
        automaton.join(part.last, part.first)
    return _Part(least == 0, part.first, part.last)


def _characters(operator: Any, argument: Any) -> Characters:
    if operator is code.LITERAL:
        return ((argument, argument),)
    if operator is code.NOT_LITERAL:
        return _complement(((argument, argument),))
    if operator is code.ANY:
        return _complement(((10, 10),))
    if operator is code.IN:
        return _class(argument)
    raise _refused("uses what a backtracking matcher cannot do safely", "Leave out inner anchors, \\b, references, lookarounds.")


def _class(items: list[tuple[Any, Any]]) -> Characters:
    negated = items[0][0] is code.NEGATE
    spans: list[tuple[int, int]] = []
    for operator, argument in items[1:] if negated else items:
        if operator is code.LITERAL:
            spans.append((argument, argument))
        elif operator is code.RANGE:
            spans.append((argument[0], argument[1]))
        else:
            spans.extend(_category(argument))
    joined = _complement(_complement(tuple(spans)))
    return _complement(joined) if negated else joined


def _category(name: Any) -> Characters:
    for known, characters in (("DIGIT", _DIGIT), ("WORD", _WORD), ("SPACE", _SPACE)):
        if str(name) == f"CATEGORY_{known}":
            return characters
        if str(name) == f"CATEGORY_NOT_{known}":
            return _complement(characters)
    raise _refused("uses an unknown class of characters", "Use \\d, \\w, \\s or a class in brackets.")


def _complement(spans: Characters) -> Characters:
    found: list[tuple[int, int]] = []
    start = 0
    for low, high in sorted(spans):
        if low > start:
            found.append((start, low - 1))
        start = max(start, high + 1)
    if start <= _LAST:
        found.append((start, _LAST))
    return tuple(found)
