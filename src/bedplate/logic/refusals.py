"""What logic refuses by itself."""
from __future__ import annotations

from bedplate.errors import Conflict, Refusal, Unavailable

__all__ = ["IllegalMove", "TookTooLong", "Unauthenticated"]


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


class TookTooLong(Unavailable):
    """This took longer than it may, and was stopped."""

    retry_after = 5
    cause = (
        "Code of the application, or something that it waits for, did not come to its end within BEDPLATE_REQUEST_SECONDS. What it was "
        "deciding was dropped; decisions that it had taken before that stay."
    )
    cure = "Try again after the time in `Retry-After`, with the same Idempotency-Key: nothing is done twice. The operator finds the operation in the log."
