"""What a class body declares under a name: the part that all of them share."""
from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, ClassVar, Literal, TypeAlias

from bedplate.errors import Place

__all__ = ["Member", "MemberKind", "place_here"]

MemberKind: TypeAlias = Literal["field", "ref", "many", "computed", "action", "set"]


class Member:
    """A declared name: which kind of thing it is, where it was written, and its rules exactly as they were written (checked at boot)."""

    member: ClassVar[MemberKind]

    def __init__(self, rules: Mapping[str, Any], place: Place) -> None:
        self.name = ""
        self.rules = dict(rules)
        self.place = place

    def __set_name__(self, owner: type, name: str) -> None:
        if not self.name:
            self.name = name


def place_here(depth: int = 2) -> Place:
    """Where the caller's caller (or further out) stands at this moment."""
    frame = sys._getframe(depth)  # pyright: ignore[reportPrivateUsage]
    return Place(frame.f_code.co_filename, frame.f_lineno)
