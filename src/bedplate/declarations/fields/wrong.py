"""What is wrong with the rules of a field, in words for the developer who wrote them."""
from __future__ import annotations

__all__ = ["WrongRules"]


class WrongRules(ValueError):
    """Rules that make no field type. The front end adds the place and turns it into a `Fault`."""

    def __init__(self, code: str, what: str, cure: str) -> None:
        super().__init__(f"{what} {cure}")
        self.code = code
        self.what = what
        self.cure = cure
