"""`q=words`: which words are looked for, made as they are made of what is written."""
from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final, cast

from bedplate.declarations.fields.type import InvalidValue
from bedplate.declarations.words import words_asked_for
from bedplate.values import Search

__all__ = ["SEARCH", "SEARCH_MAX", "search_clause", "searched_words"]

SEARCH_MAX: Final = 200
"""Characters of a search."""

SEARCH: Final = "words"
"""The operator of a clause that is a search."""


def searched_words(text: str) -> tuple[str, ...]:
    """Raises InvalidValue for a text that is too long."""
    if len(text) > SEARCH_MAX:
        raise InvalidValue("max", {"max": SEARCH_MAX}, f"must have at most {SEARCH_MAX} characters")
    return tuple(words_asked_for(text))


def search_clause(value: object, slot: Callable[[object], int]) -> Search:
    """The clause, its words in slots. Rows are looked up by the longest whole word, which is likely the rarest."""
    words = cast("tuple[str, ...]", value)
    if not words:
        return Search()
    *whole, last = words
    if not whole:
        return Search(slot(last))
    return Search(slot(last), slot(max(whole, key=len)), slot(json.dumps(whole, ensure_ascii=False)))
