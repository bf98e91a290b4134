"""What went wrong, in words for who typed the command: never a traceback of ours, and of the application's code only its own lines."""
from __future__ import annotations

import os
import traceback
from pathlib import Path

from bedplate.errors import DeclarationFault, Refusal

__all__ = ["own_traceback", "words_of"]

SHOW_TRACEBACK = "BEDPLATE_TRACEBACK"  # for who works on Bedplate itself
_OURS = str(Path(__file__).parents[1]) + os.sep
_IMPORT_MACHINERY = ("<frozen importlib", os.sep + os.path.join("importlib", "__init__.py"))


def words_of(error: Exception) -> str:
    """All of a DeclarationFault, the details of a Refusal; of anything else, which is a bug of ours, its kind and place."""
    if isinstance(error, DeclarationFault):
        count = len(error.faults)
        return f"{error}\n\n{count} {'fault' if count == 1 else 'faults'}: nothing was started."
    if isinstance(error, Refusal):
        lines = [f"{error.code}: {type(error).words}", *(f"  {detail.place}: {detail.words}" for detail in error.details)]
        return "\n".join(lines if error.details or not error.cure else [*lines, f"  {error.cure}"])
    if os.environ.get(SHOW_TRACEBACK):
        return "".join(traceback.format_exception(error)).rstrip()
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].filename}:{frames[-1].lineno}" if frames else ""
    return f"a fault in Bedplate itself: {type(error).__name__}{place}. Please report it, with what {SHOW_TRACEBACK}=1 prints."


def own_traceback(error: BaseException) -> str:
    """The traceback of an error in the application's code, without the frames of the framework and of Python's import."""
    told = traceback.TracebackException.from_exception(error)
    _keep_own(told)
    return "".join(told.format()).rstrip()


def _keep_own(told: traceback.TracebackException) -> None:
    told.stack[:] = [frame for frame in told.stack if not _is_machinery(frame.filename)]
    for other in (told.__cause__, told.__context__):
        if other is not None:
            _keep_own(other)


def _is_machinery(file: str) -> bool:
    return file.startswith((_OURS, _IMPORT_MACHINERY[0])) or file.endswith(_IMPORT_MACHINERY[1])
