"""Pieces of SQL that cannot hold what a client wrote.

A Fragment is made from literals of our own code (`sql`), from names of the Contract (`name`, quoted once) and from values as slots
(`slot`). There is no way from a runtime string to its text: type checkers hold `sql` to LiteralString.
"""
from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal, LiteralString, TypeAlias

from bedplate.declarations.fields.type import FieldType
from bedplate.storage.sqlite import Stored

__all__ = [
    "EMPTY", "ActorKey", "Fixed", "Fragment", "Given", "Instant", "KeyPart", "Keys", "Source", "join", "keyed_text", "name", "number", "quoted",
    "slot", "sql",
]


@dataclass(frozen=True, slots=True)
class ActorKey:
    """The key of the caller's account."""


@dataclass(frozen=True, slots=True)
class Instant:
    """The instant of the request, or its UTC date."""

    day: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant of a declaration, in stored form."""

    value: Stored


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A part of the key of the one row that is asked for."""

    index: int
    type: FieldType


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of all rows that are asked for, as one JSON array: of values, or of arrays where a key has several parts."""


@dataclass(frozen=True, slots=True)
class Given:
    """A value of the call, by its number. `stored` is bound as it is; `value` through its type; `item` as JSON holds
    it inside a list; `many` as one JSON array; `low` and
    `high` are the bounds of a prefix; `more` is a limit and one; `constant` is lifted out of a node, decimals with `places`, and
    `constants` are all options of an IN."""

    index: int
    form: Literal["stored", "value", "item", "many", "low", "high", "more", "constant", "constants"]
    type: FieldType | None = None
    places: int = 0


Source: TypeAlias = ActorKey | Instant | Fixed | KeyPart | Keys | Given


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of SQL: its text with the places where values are bound. Made by the functions of this file only."""

    pieces: tuple[str | Source, ...]

    def render(self) -> tuple[str, tuple[Source, ...]]:
        """The text with numbered parameters, equal sources bound once, and the sources in the order of their numbers."""
        numbers: dict[tuple[Source, str], int] = {}
        out = [piece if isinstance(piece, str) else f"?{numbers.setdefault(_identity(piece), len(numbers) + 1)}" for piece in self.pieces]
        return "".join(out), tuple([source for source, _ in numbers])


def _identity(source: Source) -> tuple[Source, str]:
    """0, 0.0 and -0.0 are equal in Python and calculate differently in SQL: a constant is told apart by how it is written, too."""
    return source, repr(source.value) if isinstance(source, Fixed) and isinstance(source.value, int | float) else ""


EMPTY = Fragment(())


@cache
def _cut(template: str) -> tuple[str, ...]:
    return tuple(template.split("{}"))


def sql(template: LiteralString, *parts: Fragment) -> Fragment:
    """A literal with `{}` where further fragments stand."""
    texts = _cut(template)
    pieces: list[str | Source] = [texts[0]]
    for part, text in zip(parts, texts[1:], strict=True):  # as many fragments as places, or a ValueError
        pieces += part.pieces
        pieces.append(text)
    return Fragment(tuple(pieces))


def join(separator: LiteralString, parts: Iterable[Fragment]) -> Fragment:
    """The fragments with a literal between them."""
    pieces: list[str | Source] = []
    for part in parts:
        if pieces:
            pieces.append(separator)
        pieces += part.pieces
    return Fragment(tuple(pieces))


def name(identifier: str) -> Fragment:
    """A name of the Contract, quoted."""
    return Fragment(('"' + identifier.replace('"', '""') + '"',))


def number(value: int) -> Fragment:
    """A whole number of a declaration, as literal."""
    return Fragment((str(int(value)),))


def quoted(value: Stored) -> Fragment:
    """A constant of a declaration as literal, where SQL takes no parameter (CHECK, DEFAULT, generated columns)."""
    if value is None:
        return Fragment(("NULL",))
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float) and math.isfinite(value):
        return Fragment((repr(value),))
    if isinstance(value, bytes):
        return Fragment((f"x'{value.hex()}'",))
    if not isinstance(value, str) or "\0" in value:
        raise ValueError("no literal of such a value")
    return Fragment(("'" + value.replace("'", "''") + "'",))


def keyed_text(text: str) -> Fragment:
    """Fixed text of an answer (names of fields and punctuation) as literal."""
    return quoted(text)


def slot(source: Source) -> Fragment:
    """A place where a value is bound."""
    return Fragment((source,))
