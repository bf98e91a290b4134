"""What logic refuses by itself."""
from __future__ import annotations

from bedplate.errors import BadInput, Conflict, Detail, Refusal

__all__ = ["IllegalMove", "Unauthenticated", "no_such_row"]


class Unauthenticated(Refusal):
    """You need to sign in."""

    status = 401
    cause = "The account that signed in does not exist any more or was disabled."
    cure = "Sign in again, with an account that may be used."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class IllegalMove(Conflict):
    """It cannot go from its present state to that one."""

    cause = "The field declares which value may follow which, and this change is not among them."
    cure = "Read the present state; only the moves named in the documentation are possible."


def no_such_row(place: str) -> BadInput:
    """A key in the input that names no row which the caller may read: the same words whether it exists or not."""
    return BadInput(details=[Detail(place, "reference", {}, "There is no such row that you may see.")])
