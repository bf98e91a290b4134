"""How often somebody may call: the generic cell rate algorithm (ATM Forum TM 4.0; GCRA), one number per caller and limit.

The number is the instant at which the caller's bucket would be full again. In process: the share of each worker process is the limit
divided by their number. The table is bounded; what is full again is forgotten first, since it says nothing.
Header fields: draft-ietf-httpapi-ratelimit-headers.
"""
from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from math import ceil

from bedplate.auth.refusals import RateLimited
from bedplate.declarations.contract import Limit

__all__ = ["Quota", "QuotaState", "strictest"]

CAPACITY = 100_000
_LOOKED_AT = 32  # entries that one eviction looks at


@dataclass(frozen=True, slots=True)
class QuotaState:
    """What is left after a call. `wait` is the time in whole seconds until one more unit is there."""

    allowed: bool
    remaining: int
    wait: int
    policy: str
    name: str

    def headers(self) -> tuple[tuple[str, str], ...]:
        """`RateLimit-Policy` and `RateLimit`; `Retry-After` names the same instant where the call is refused."""
        fields = (("RateLimit-Policy", self.policy), ("RateLimit", f'"{self.name}";r={self.remaining};t={self.wait}'))
        return fields if self.allowed else (*fields, ("Retry-After", str(self.wait)))

    def refusal(self) -> RateLimited:
        """The 429 of a call that was not allowed."""
        return RateLimited(headers=dict(self.headers()))


@dataclass(frozen=True, slots=True)
class _Rate:
    interval: float  # seconds that one unit takes to come back
    tolerance: float  # seconds by which the table may be ahead: the burst
    burst: int
    quota: str


class Quota:
    """The table of one process. Times are monotonic seconds, given by the caller."""

    def __init__(self, workers: int = 1, factor: float = 1.0, capacity: int = CAPACITY) -> None:
        self._share = factor / workers
        self._factor = factor
        self._capacity = capacity
        self._full_at: dict[Hashable, float] = {}
        self._rates: dict[Limit, _Rate] = {}

    def take(self, key: Hashable, limit: Limit, units: float, now: float, name: str = "default") -> QuotaState:
        """Take units if they are there; a refused call takes nothing. With 0 units it only looks whether one is there. What costs more than
        the share of this process ever holds takes all of that, less the one that was taken at the door."""
        rate = self._rates.get(limit) or self._rate(limit)
        if units > 1 and units >= rate.burst:
            units = max(1, rate.burst - 1)
        table = self._full_at
        before = table.pop(key, now)
        if before < now:
            before = now
        after = before + units * rate.interval
        allowed = max(after, before + rate.interval) - now <= rate.tolerance + 1e-9
        if allowed:
            before = after
        if before > now:
            table[key] = before
            if len(table) > self._capacity:
                self._evict(now)
        ahead = before - now
        remaining = int((rate.tolerance - ahead) / rate.interval + 1e-6)
        wait = 0.0 if remaining >= rate.burst else ahead - rate.tolerance + (remaining + 1) * rate.interval
        return QuotaState(allowed, remaining, ceil(wait - 1e-6), f'"{name}"{rate.quota}', name)

    def give_back(self, key: Hashable, limit: Limit, units: float, now: float) -> None:
        """What was taken in advance turned out to cost nothing."""
        rate = self._rates.get(limit) or self._rate(limit)
        before = self._full_at.pop(key, now) - units * rate.interval
        if before > now:
            self._full_at[key] = before

    def forget(self, key: Hashable) -> None:
        """The caller proved good: a full bucket again."""
        self._full_at.pop(key, None)

    def __len__(self) -> int:
        return len(self._full_at)

    def _rate(self, limit: Limit) -> _Rate:
        interval = limit.seconds / (limit.count * self._share)
        burst = max(1, ceil(limit.burst * self._share - 1e-9))
        quota = f";q={max(1, int(limit.count * self._factor))};w={limit.seconds}"
        rate = self._rates[limit] = _Rate(interval, burst * interval, burst, quota)
        return rate

    def _evict(self, now: float) -> None:
        """Forget what is full again among the oldest; if none of them is, the one that will be first."""
        oldest = [key for key, _ in zip(self._full_at, range(_LOOKED_AT), strict=False)]
        full = [key for key in oldest if self._full_at[key] <= now]
        for key in full or [min(oldest, key=self._full_at.__getitem__)]:
            del self._full_at[key]


def strictest(limits: tuple[Limit, ...]) -> Limit:
    """The one that permits the fewest calls in the long run."""
    return min(limits, key=lambda limit: (limit.count / limit.seconds, limit.burst))
