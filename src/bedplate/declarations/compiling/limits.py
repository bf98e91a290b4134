"""`"60/min"` becomes a Limit."""
from __future__ import annotations

import re

from bedplate.declarations.contract import Limit
from bedplate.declarations.wrong import WrongExpression

__all__ = ["DEFAULT_LIMIT", "parse_limit"]

DEFAULT_LIMIT = Limit(600, 60, 100)
"""Of an application that says none."""

_SECONDS = {"s": 1, "sec": 1, "min": 60, "hour": 3600, "h": 3600, "day": 86400, "d": 86400}
_WRITTEN = re.compile(r"([1-9][0-9]{0,6})/(s|sec|min|hour|h|day|d)")


def parse_limit(text: object) -> Limit:
    """So many calls in so long. Of short spans all may come at once, of longer ones a sixth. Raises WrongExpression."""
    match = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise WrongExpression("D401", f"the limit {text!r} is not understood", 'write for example "5/s", "60/min", "20/hour" or "100/day"')
    count, seconds = int(match[1]), _SECONDS[match[2]]
    return Limit(count, seconds, max(1, count if seconds == 1 else -(-count // 6)))
