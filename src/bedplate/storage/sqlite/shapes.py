"""Which statement texts were too slow for the loop's thread."""
from __future__ import annotations

__all__ = ["SlowShapes"]

_KEPT = 1_024
_FIRST_PROBATION = 64
_LONGEST_PROBATION = 65_536


class SlowShapes:
    """A text that was interrupted once goes to the reader threads from then on.

    One way back, because a cold cache or a busy machine can interrupt a good statement: after 64 reads in a row that took less than
    `quick` seconds it is tried on the loop again, and each further interruption doubles that number. Bounded: the oldest text is
    forgotten. Used by the loop's thread only.
    """

    __slots__ = ("_offences", "_quick", "slow")

    def __init__(self, quick: float) -> None:
        self._quick = quick
        self._offences: dict[str, int] = {}
        self.slow: dict[str, int] = {}  # text -> quick reads in a row; read directly by the hot path

    def interrupted(self, text: str) -> None:
        """Sends the text to the readers."""
        self._offences[text] = self._offences.pop(text, 0) + 1
        self.slow[text] = 0
        for kept in (self._offences, self.slow):
            if len(kept) > _KEPT:
                del kept[next(iter(kept))]

    def served(self, text: str, seconds: float) -> None:
        """Notes how long a reader thread took for it."""
        if text not in self.slow:
            return
        if seconds >= self._quick:
            self.slow[text] = 0
            return
        self.slow[text] += 1
        offences = min(self._offences.get(text, 1), 32)
        if self.slow[text] >= min(_FIRST_PROBATION << (offences - 1), _LONGEST_PROBATION):
            del self.slow[text]
