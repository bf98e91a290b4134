"""Prefer (RFC 7240): what a caller would like of an answer. Unknown preferences are ignored, as the RFC has it; `max-affected` is not a
wish where it is asked for, so there it must be a number."""
from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bedplate.errors import Detail
from bedplate.validation.refusals import InvalidInput

__all__ = ["LENGTH_MAX", "max_affected", "wants_minimal"]

LENGTH_MAX: Final = 1_000

_NAME: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]++"  # possessive, so that no text takes long to be no match
_WORD: Final = rf'(?:{_NAME}|"[^"]*+")'
_PREFERENCE: Final = re.compile(rf"\s*+({_NAME})(?:\s*+=\s*+({_WORD}))?(?:\s*+;(?:\s*+{_NAME}(?:\s*+=\s*+{_WORD})?+)?+)*+\s*+(?:,|$)", re.ASCII)
_COUNT: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


def wants_minimal(headers: Mapping[str, str]) -> bool:
    """`return=minimal`: the caller needs no row in the answer."""
    prefer = headers.get("prefer")
    return prefer is not None and _preferences(prefer).get("return") == "minimal"


def max_affected(headers: Mapping[str, str], most: int) -> int:
    """`max-affected=N`: at most so many rows are meant. Raises InvalidInput where it is missing, or more than may be written at once."""
    text = _preferences(headers.get("prefer", "")).get("max-affected")
    if text is None:
        raise _wrong("required", {}, "must say max-affected=N: how many rows are meant at most")
    if _COUNT.fullmatch(text) is None or int(text) > most:
        raise _wrong("range", {"ge": 1, "le": most}, f"must say max-affected as a whole number from 1 to {most}")
    return int(text)


def _wrong(rule: str, parameters: Mapping[str, object], words: str) -> InvalidInput:
    return InvalidInput(details=(Detail("header.prefer", rule, parameters, words),))


def _preferences(text: str) -> dict[str, str]:
    """By name, in lower case; of a preference that is repeated the first counts. What is no list of preferences ends the reading."""
    if len(text) > LENGTH_MAX:
        raise _wrong("max", {"max": LENGTH_MAX}, f"must have at most {LENGTH_MAX} characters")
    found: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = _PREFERENCE.match(text, position)
        if match is None:
            break
        found.setdefault(match[1].lower(), (match[2] or "").strip('"'))
        position = match.end()
    return found
