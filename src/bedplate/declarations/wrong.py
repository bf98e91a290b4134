"""A wrong spelling met while an expression is made: becomes a fault at boot, a TypeError elsewhere."""
from __future__ import annotations

__all__ = ["Consequence", "WrongExpression"]


class WrongExpression(TypeError):
    """What is wrong with an expression, and the right spelling. `code` is the fault's stable code."""

    def __init__(self, code: str, what: str, cure: str) -> None:
        super().__init__(f"{what}: {cure}")
        self.code = code
        self.what = what
        self.cure = cure


class Consequence(WrongExpression):
    """Wrong only because something before it is: said where nothing else was found, so that a report holds causes."""
