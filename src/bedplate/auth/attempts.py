"""How often passwords may be guessed: for an address from one source, from one source, for an address, and altogether.

Each attempt is paid for before anything is hashed and given back when it succeeds, so that only failures cost and none slips past by
being sent at the same time. A bucket fills again by itself: nobody is locked out for good. Whoever signed in to an account from a
source before stays outside the limits that strangers can use up (OWASP, slow down online guessing with device cookies), so that an
attack on an account does not keep its owner out.
"""
from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from bedplate.auth.quota import Quota
from bedplate.declarations.contract import Limit

__all__ = ["ATTEMPTS_PER_ADDRESS", "ATTEMPTS_PER_PAIR", "ATTEMPTS_PER_PAIR_IN_THE_LONG_RUN", "ATTEMPTS_PER_SOURCE", "ATTEMPTS_TOGETHER", "Attempt", "Attempts"]

ATTEMPTS_PER_PAIR = Limit(5, 900, 5)
ATTEMPTS_PER_PAIR_IN_THE_LONG_RUN = Limit(20, 86_400, 20)  # one source alone cannot use up what all have for an address
ATTEMPTS_PER_SOURCE = Limit(50, 900, 50)
ATTEMPTS_PER_ADDRESS = Limit(100, 86_400, 50)  # below the 100 consecutive failures of NIST SP 800-63B-4 3.2.2
ATTEMPTS_TOGETHER = Limit(1_000, 60, 1_000)
_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """One that was paid for."""

    taken: tuple[tuple[Hashable, Limit], ...]
    pair: tuple[str, str, str]


class Attempts:
    """The attempts that one process saw. Times are monotonic seconds."""

    def __init__(self, quota: Quota) -> None:
        self._quota = quota
        self._good: dict[tuple[str, str, str], None] = {}

    def begin(self, kind: str, address: str, network: str, now: float) -> Attempt:
        """Pay for one attempt on an address (in its comparable form). Raises RateLimited, and costs nothing then."""
        pair = (kind, address, network)
        wanted: list[tuple[Hashable, Limit, str]] = [
            (("guess", *pair), ATTEMPTS_PER_PAIR, "attempts"),
            (("guess again", *pair), ATTEMPTS_PER_PAIR_IN_THE_LONG_RUN, "attempts-of-day"),
        ]
        if pair not in self._good:
            wanted += [
                (("guesses from", network), ATTEMPTS_PER_SOURCE, "attempts-of-source"),
                (("guesses at", kind, address), ATTEMPTS_PER_ADDRESS, "attempts-on-account"),
                (("guesses",), ATTEMPTS_TOGETHER, "attempts-of-all"),
            ]
        taken: list[tuple[Hashable, Limit]] = []
        for key, limit, name in wanted:
            state = self._quota.take(key, limit, 1, now, name)
            if not state.allowed:
                self._give_back(tuple(taken), now)
                raise state.refusal()
            taken.append((key, limit))
        return Attempt(tuple(taken), pair)

    def succeeded(self, attempt: Attempt, now: float) -> None:
        """The password was right: the attempt costs nothing, and the pair is known from now on."""
        self._give_back(attempt.taken[2:], now)
        for key, _ in attempt.taken[:2]:
            self._quota.forget(key)
        self._good.pop(attempt.pair, None)
        while len(self._good) >= _REMEMBERED:
            del self._good[next(iter(self._good))]
        self._good[attempt.pair] = None

    def undone(self, attempt: Attempt, now: float) -> None:
        """It was not decided, for reasons of our own: it costs nothing."""
        self._give_back(attempt.taken, now)

    def _give_back(self, taken: tuple[tuple[Hashable, Limit], ...], now: float) -> None:
        for key, limit in taken:
            self._quota.give_back(key, limit, 1, now)
