"""What logic refuses by itself."""
from __future__ import annotations

from bedplate.errors import Conflict, Refusal

__all__ = ["IllegalMove", "Unauthenticated"]


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
