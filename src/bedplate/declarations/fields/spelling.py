"""How a declaration asks for a type: which annotation, which rules beside it, and which of its values may stand in an expression.

Each file of a type beside this one says it in its `SPELLINGS`; `known.py` finds them there, so a new type needs no other edit.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bedplate.declarations.fields.type import FieldType
from bedplate.declarations.fields.wrong import WrongRules

__all__ = ["Rules", "Spelling", "length"]

Rules = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One annotation that means a type. `python` is what a row holds, `marker` the word inside of `Annotated` that makes it another type.

    `make` takes the rules, None left out, and whether the value is a part of a JSON value; it raises WrongRules. `rules` are the names
    that it knows. `constant` is the type of a plain value of `python` in an expression; that of one with a marker is never known.
    """

    python: type[Any]
    make: Callable[[Rules, bool], FieldType]
    rules: frozenset[str] = frozenset()
    marker: str = ""
    constant: FieldType | None = None


def length(name: str, value: object) -> int:
    """A count of characters, bytes or items. Raises WrongRules."""
    if value.__class__ is not int or not isinstance(value, int) or value < 0:
        raise WrongRules("WRONG_LENGTH", f"`{name}` is not a count.", f"Write {name}=200.")
    return value
