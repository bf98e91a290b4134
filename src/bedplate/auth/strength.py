"""Which passwords are accepted: length, and nothing that is tried first (NIST SP 800-63B-4 3.1.1.2). No composition rules.

At the lengths asked for here, a list of whole passwords would miss what people do: repeat or chain the common words. So common words,
the words of the context and runs (`1234`, `qwertz`, `aaaa`) are taken out first, and enough must be left.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from bedplate.auth.passwords import PASSWORD_MAXIMUM, canonical
from bedplate.errors import Detail

__all__ = ["weakness"]

_LEFT_CHARACTERS = 6
_LEFT_DISTINCT = 4
_LEET = str.maketrans("013457@$!|", "oieastasil")
_RUNS = (
    "abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
)
_RUN_LENGTH = 4


def weakness(password: str, place: str, minimum: int, context: Iterable[str] = ()) -> Detail | None:
    """What is wrong with a new password, if anything. `context` are words that anybody would try: application, name, address."""
    form = canonical(password)
    if form is None:
        words = f"A password has at most {PASSWORD_MAXIMUM} characters."
        return Detail(place, "max", {"max": PASSWORD_MAXIMUM}, words)
    if len(form) < minimum:
        return Detail(place, "min", {"min": minimum}, f"A password has at least {minimum} characters.")
    if not _enough_is_left(form.casefold(), _words_of(context)):
        return Detail(place, "common", {}, "This is made of what is tried first: common words, your own data, repetition or runs.")
    return None


def _words_of(context: Iterable[str]) -> frozenset[str]:
    parts = (part for text in context for part in re.split(r"[^\w]+|_", text.casefold()))
    return frozenset(part for part in parts if len(part) >= 3)


def _enough_is_left(text: str, own: frozenset[str]) -> bool:
    for form in (text, text.translate(_LEET)):
        left = _telling(_without_runs(_without_words(form, common_words() | own)))
        if len(left) < _LEFT_CHARACTERS or len(set(left)) < _LEFT_DISTINCT:
            return False
    return True


def _without_words(text: str, words: frozenset[str]) -> str:
    """Longest words first at each place; a break is left so that the pieces around do not become a new word."""
    longest = max(map(len, words))
    kept: list[str] = []
    at = 0
    while at < len(text):
        size = next((size for size in range(min(longest, len(text) - at), 2, -1) if text[at : at + size] in words), 0)
        if not size:
            kept.append(text[at])
        at += size or 1
    return "".join(kept)


def _telling(text: str) -> str:
    """Without years and without the signs that are put at the end of a word."""
    text = re.sub(r"(19|20)[0-9]{2}", "", text)
    return "".join(character for character in text if character.isalnum() or character > "\x7f")


def _without_runs(text: str) -> str:
    text = re.sub(r"(.{1,8}?)\1{2,}", r"\1", text)  # bounded: texts have at most 128 characters
    for run in _all_runs():
        text = text.replace(run, "")
    return text


@cache
def _all_runs() -> tuple[str, ...]:
    """Every stretch of four and more of the rows, forwards and backwards, the longest first."""
    rows = (*_RUNS, *(row[::-1] for row in _RUNS))
    found = {row[a:b] for row in rows for a in range(len(row)) for b in range(a + _RUN_LENGTH, len(row) + 1)}
    return tuple(sorted(found, key=lambda run: (-len(run), run)))


@cache
def common_words() -> frozenset[str]:
    """The offline list beside this file, one word a line."""
    text = files("bedplate.auth").joinpath("common_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() for word in line.split() if not line.startswith("#"))
