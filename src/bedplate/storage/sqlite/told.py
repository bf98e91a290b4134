"""What triggers may ask about the work that fires them: who does it, when, why. The work tells it; the writer forgets it before the next."""
from __future__ import annotations

from bedplate.storage.sqlite.driver import Connection, Stored

__all__ = ["Told"]

_NOTHING: tuple[Stored, ...] = ()


class Told:
    """Values by their number, which `bedplate_told(number)` gives on the writer's connection; NULL where nothing was told. -1 is the number
    of the work, in the order of this process."""

    __slots__ = ("values", "works")

    def __init__(self) -> None:
        self.values = _NOTHING
        self.works = 0

    def add_to(self, connection: Connection) -> None:
        """Only triggers of that connection can ask (TEMP ones), so a file stays writable by other tools."""
        connection.createscalarfunction("bedplate_told", self._value, 1)

    def forget(self) -> None:
        """Nothing is told: another work begins."""
        self.values = _NOTHING
        self.works += 1

    def _value(self, number: Stored) -> Stored:
        if number == -1:
            return self.works
        return self.values[number] if isinstance(number, int) and number < len(self.values) else None
