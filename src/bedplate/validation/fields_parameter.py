"""`fields=id,title,author(id,name),comments(*)`: a small grammar, read in one pass without recursion.

    list := item ("," item)*        item := "*" | name | name "(" list ")"
"""
from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

__all__ = ["DEPTH_MAX", "FIELDS_MAX", "Asked", "asked_fields"]

FIELDS_MAX: Final = 100
"""Names in one `fields`, all levels together; `*` counts as what it stands for."""

DEPTH_MAX: Final = 4
"""Levels of relations below the resource itself."""

_TOKEN: Final = re.compile(r"([A-Za-z_][A-Za-z0-9_]{0,62}|\*)|([(),])", re.ASCII)


@dataclass(slots=True)
class Asked:
    """One level: names, whether `*` was among them, and what was asked of relations."""

    names: list[str] = field(default_factory=list)
    everything: bool = False
    nested: dict[str, Asked] = field(default_factory=dict)


class _Reader:
    """The state of one pass: the open levels, and whether a name may stand next."""

    def __init__(self) -> None:
        self.root = Asked()
        self.open = [self.root]
        self.last: str | None = None  # the name that a bracket would open
        self.name_next = True

    def name(self, text: str) -> str:
        level = self.open[-1]
        if not self.name_next:
            return "syntax"
        self.name_next = False
        if text == "*":
            again, level.everything, self.last = level.everything, True, None
            return "repeated" if again else ""
        if text in level.names:
            return "repeated"
        level.names.append(text)
        self.last = text
        return ""

    def mark(self, text: str) -> str:
        if text == "(":
            return self._down()
        if self.name_next or (text == ")" and len(self.open) == 1):
            return "syntax"
        self.last = None
        if text == ")":
            self.open.pop()
        else:
            self.name_next = True
        return ""

    def _down(self) -> str:
        if self.last is None:
            return "syntax"
        if len(self.open) > DEPTH_MAX:
            return "depth"
        level = self.open[-1]
        level.names.remove(self.last)
        if self.last in level.nested:
            return "repeated"
        inside = level.nested[self.last] = Asked()
        self.open.append(inside)
        self.last, self.name_next = None, True
        return ""


def asked_fields(text: str) -> Asked | str:
    """The tree of names, or the rule that the text breaks: "syntax", "repeated", "depth" or "max"."""
    reader = _Reader()
    position = count = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return "syntax"
        position = match.end()
        count += match[1] is not None
        wrong = reader.name(match[1]) if match[1] is not None else reader.mark(match[2])
        if wrong:
            return wrong
        if count > FIELDS_MAX:
            return "max"
    return "syntax" if reader.name_next or len(reader.open) > 1 else reader.root
