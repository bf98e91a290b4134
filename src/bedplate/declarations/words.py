"""The words of a text, as search knows them: made here and nowhere else, so that each database finds the same.

Compatibility forms become one (NFKC), letters are case-folded. A word is a run of letters, digits and the marks on them; all else parts
words, the apostrophe and the underscore too. Han and kana are written without spaces: there each character is a word. No stemming, no
stop words, no removal of accents: what is found can be foretold from what was written.
"""
from __future__ import annotations

import re
from typing import Final
from unicodedata import category, normalize

__all__ = ["LONGEST_WORD", "words_asked_for", "words_in"]

LONGEST_WORD: Final = 64
"""Characters of a word that count; longer ones are cut, in the text and in the question."""

_PLAIN: Final = re.compile(r"[a-z0-9]+", re.ASCII)
_SINGLE: Final = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af])")


def words_in(text: str) -> list[str]:
    """The words in their order, each once."""
    return list(dict.fromkeys(_all_in(text)))


def words_asked_for(text: str) -> list[str]:
    """The words of a question, each once and the last of them for itself, since it may be the beginning of a word: `b b` asks for a word `b`."""
    *whole, last = [*_all_in(text)] or [""]
    return [*dict.fromkeys(whole), last] if last else []


def _all_in(text: str) -> list[str]:
    if text.isascii():
        found = _PLAIN.findall(text.lower())
    else:
        folded = normalize("NFKC", normalize("NFKC", text).casefold())
        spaced = "".join([one if one.isalnum() or category(one)[0] == "M" else " " for one in folded])
        found = _SINGLE.sub(r" \1 ", spaced).split()
    return [word[:LONGEST_WORD] for word in found]
