"""Words of refusals in other languages: what an application says, and the form in which they are kept.

The framework and the docstrings of an application speak English. A catalogue gives the words of one more language, for codes (`error`)
and for the rules of `details`, whose parameters stand in the words: `"max": "höchstens {max}"`.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from bedplate.declarations.members import place_here
from bedplate.errors import Place

__all__ = ["Catalogue", "Messages", "Template"]

_NONE: Mapping[str, str | tuple[str, ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, init=False)
class Messages:
    """What refusals say in one language: `Messages("de", {"NOT_FOUND": "Hier ist nichts."}, rules={"max": "höchstens {max}"})`.

    Of several texts for one rule the first counts whose parameters are all there. What is left out is said in English.
    """

    language: str
    codes: Mapping[str, str] = field(repr=False)
    rules: Mapping[str, str | tuple[str, ...]] = field(repr=False)
    place: Place = field(repr=False, compare=False)

    def __init__(self, language: str, codes: Mapping[str, str], /, *, rules: Mapping[str, str | tuple[str, ...]] = _NONE) -> None:
        object.__setattr__(self, "language", language)
        object.__setattr__(self, "codes", codes)
        object.__setattr__(self, "rules", rules)
        object.__setattr__(self, "place", place_here())


Template: TypeAlias = tuple[tuple[str, str | None], ...]
"""Texts, each with the name of the parameter that follows it, if one does."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A checked catalogue: every code and rule is one that the application can answer with, every parameter one of its rule."""

    language: str
    codes: Mapping[str, str]
    rules: Mapping[str, tuple[Template, ...]]
