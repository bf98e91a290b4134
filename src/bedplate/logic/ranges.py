"""Range and If-Range (RFC 9110 §14.2, §13.1.5): which part of a file is asked for."""
from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

__all__ = ["instant_of", "whole_or_part"]

_ONE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,18})-([0-9]{0,18})[ \t]*", re.ASCII)


def whole_or_part(asked: str | None, unless: str | None, size: int, tag: str, changed: datetime) -> range | None:
    """The bytes that are asked for; None for the whole, an empty range for one that there is not.

    A header that is malformed, or names several ranges, is ignored, as is one for another state of the file (`unless`: If-Range).
    """
    found = _ONE.fullmatch(asked or "")
    if found is None or (unless is not None and not _is_current(unless, tag, changed)):
        return None
    first, last = found[1], found[2]
    if not first:
        return range(max(0, size - int(last)), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1 if last else size, size))


def _is_current(header: str, tag: str, changed: datetime) -> bool:
    """Strong comparison of a tag, exact comparison of a date."""
    return header.strip() == tag if '"' in header else instant_of(header) == changed


def instant_of(header: str | None) -> datetime | None:
    """A date of HTTP; None for anything else, which is to be ignored (RFC 9110 §13.1.3)."""
    try:
        found = parsedate_to_datetime(header or "")
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
