r"""`(status=open,priority.in=(low,urgent),not(assignee.isnull=true))`: the inside of a group of filters, read in one pass.

    group := "(" [term ("," term)*] ")"
    term  := name "=" value | name "=(" value ("," value)* ")" | name group

A backslash before one of `,()\` takes it as it is.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["GROUPS_MAX", "WORDS", "Term", "read_group"]

GROUPS_MAX: Final = 4
"""Groups within one another."""

WORDS: Final = {
    "group": "must be filters joined by commas in brackets: (status=open,priority.in=(low,urgent))",
    "escape": "must have a backslash only before a comma, a bracket or a backslash",
    "depth": f"must have at most {GROUPS_MAX} groups within one another",
}
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,199}", re.ASCII)
_VALUE: Final = re.compile(r"(?:[^,()\\]|\\[,()\\])*")
_ESCAPED: Final = re.compile(r"\\([,()\\])")


@dataclass(slots=True)
class Term:
    """A name with one value, with several, or with a group of its own."""

    name: str
    values: tuple[str, ...] = ()
    several: bool = False
    inside: list[Term] | None = None


def read_group(text: str) -> list[Term] | str:
    """The terms, or the rule that the text breaks: "group", "escape" or "depth"."""
    if not text.startswith("("):
        return "group"
    root: list[Term] = []
    opened, position = [root], 1
    empty = text.startswith(")", position)
    while opened:
        if not empty:
            found = _term(text, position)
            if isinstance(found, str):
                return found
            term, position = found
            opened[-1].append(term)
            if term.inside is not None:
                opened.append(term.inside)
                if len(opened) > GROUPS_MAX:
                    return "depth"
                empty = text.startswith(")", position)
                continue
        position = _closed(text, position, opened)
        if opened and not text.startswith(",", position):
            return _wrong(text, position)
        position, empty = position + bool(opened), False
    return root if position == len(text) else "group"


def _closed(text: str, position: int, opened: list[list[Term]]) -> int:
    """Past the brackets that end groups here."""
    while opened and text.startswith(")", position):
        opened.pop()
        position += 1
    return position


def _wrong(text: str, position: int) -> str:
    return "escape" if text.startswith("\\", position) else "group"


def _term(text: str, position: int) -> tuple[Term, int] | str:
    name = _NAME.match(text, position)
    if name is None:
        return "group"
    position = name.end()
    if text.startswith("(", position):
        return Term(name[0], inside=[]), position + 1
    if text.startswith("=(", position):
        return _several(name[0], text, position + 2)
    if not text.startswith("=", position):
        return "group"
    value, position = _value(text, position + 1)
    return Term(name[0], (value,)), position


def _several(name: str, text: str, position: int) -> tuple[Term, int] | str:
    values: list[str] = []
    while True:
        value, position = _value(text, position)
        values.append(value)
        if text.startswith(")", position):
            return Term(name, tuple(values), several=True), position + 1
        if not text.startswith(",", position):
            return _wrong(text, position)
        position += 1


def _value(text: str, position: int) -> tuple[str, int]:
    found = _VALUE.match(text, position)
    assert found is not None  # it may be empty
    return _ESCAPED.sub(r"\1", found[0]), found.end()
