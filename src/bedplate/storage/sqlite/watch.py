"""The place where tests see every statement of a read or a work."""
from __future__ import annotations

from collections.abc import Callable

__all__ = ["Watch"]


class Watch:
    """`on_statement` is called with the text of each statement, on the thread that asked for it; None costs nothing."""

    __slots__ = ("on_statement",)

    def __init__(self) -> None:
        self.on_statement: Callable[[str], None] | None = None
