"""What went wrong in the application's own code, for logs and operators."""
from __future__ import annotations

import traceback

from bedplate.errors import Refusal

__all__ = ["problem_of"]


def problem_of(error: Exception) -> str:
    """What went wrong, in words that hold no value: the kind of the error and where it was raised."""
    if isinstance(error, Refusal):
        return error.code
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"
