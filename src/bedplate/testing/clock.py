"""A clock that stands still until somebody travels, and ids that are the same in every run."""
from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

__all__ = ["MORNING", "StandingClock"]

MORNING: Final = datetime(2026, 1, 5, 9, tzinfo=UTC)
"""When each test begins: a Monday."""


class StandingClock:
    """Time, and UUIDv7 made of it (RFC 9562 5.7): milliseconds, then a counter; so ids sort in the order of making."""

    def __init__(self, start: datetime = MORNING) -> None:
        self._start = start
        self._now = start
        self._made = 0

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Seconds since the test began."""
        return (self._now - self._start).total_seconds()

    def new_id(self, now: datetime) -> str:
        """Another id."""
        self._made += 1
        milliseconds = int(now.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
        high, low = self._made >> 62 & 0xFFF, self._made & (1 << 62) - 1
        return str(UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low))

    def travel(self, by: timedelta) -> None:
        """Forward in time. Raises ValueError for the way back: what was written would lie in the future."""
        if by < timedelta():
            raise ValueError("time only goes forward")
        self._now += by
