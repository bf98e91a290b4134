"""What a write is answered with where the caller needs no row (`Prefer: return=minimal`, RFC 7240)."""
from __future__ import annotations

from collections.abc import Callable

from bedplate.logic.answers import envelope
from bedplate.logic.decide import Verdict
from bedplate.values import Applied, Outcome

__all__ = ["APPLIED", "MINIMAL", "minimal_creation", "minimal_verdict"]

APPLIED = (("Preference-Applied", "return=minimal"),)

MINIMAL = Outcome(204, headers=APPLIED)


def minimal_verdict() -> Verdict:
    """204 instead of the row."""
    return Verdict(204, None, b"null", lambda applied: MINIMAL)


def minimal_creation(key: tuple[object, ...], location: Callable[[tuple[object, ...]], tuple[tuple[str, str], ...]]) -> Verdict:
    """201 with the place of the new row, without the row."""

    def finish(applied: Applied) -> Outcome:
        return Outcome(201, envelope(b"null"), (*location(key or (applied.keys[0] if applied.keys else ())), *APPLIED))

    return Verdict(201, None, b"null", finish)
