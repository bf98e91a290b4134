"""What logic refuses by itself."""
from __future__ import annotations

from bedplate.errors import BadInput, Conflict, Refusal, Unavailable

__all__ = ["FixedAtCreation", "IllegalMove", "RangeNotSatisfiable", "ReportTooLarge", "TooManyAffected", "TookTooLong", "Unauthenticated"]


class Unauthenticated(Refusal):
    """You need to sign in."""

    status = 401
    cause = "The account that signed in does not exist any more or was disabled."
    cure = "Sign in again, with an account that may be used."

    def __init__(self) -> None:
        super().__init__(headers={"WWW-Authenticate": "Bearer"})


class RangeNotSatisfiable(Refusal):
    """The file has no such bytes."""

    status = 416
    cause = "`Range` asks for bytes behind the end of the file, whose length stands in `Content-Range`."
    cure = "Ask for a range inside of the file, or leave `Range` out."


class ReportTooLarge(BadInput):
    """There are too many groups for one file."""

    cause = "An export of a report is one statement, of at most 50,000 groups, and this one would hold more."
    cure = "Narrow it by filters, and fetch the parts; or read it page by page."


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


class FixedAtCreation(BadInput):
    """The row is there already, and this cannot be changed of it."""

    cause = "A PUT found the row by its unique values and would change a field that can be set at creation only."
    cure = "Send the value that the row has, or leave the field out."


class TooManyAffected(Conflict):
    """More rows than that would be affected."""

    cause = "The filter finds more rows than `Prefer: max-affected` says are meant. Nothing was written."
    cure = "Look at what the filter finds; narrow it, or raise `max-affected` up to what is declared with `bulk=`."
