"""What happened, told to others after it was committed."""
from __future__ import annotations

from typing import ClassVar

__all__ = ["Event"]


class Event:
    """A frozen dataclass that says what happened. A field may have the type of a row: its key travels, the row arrives.

    `topic` groups events for outside readers; `version` is raised when the fields change their meaning.
    """

    topic: ClassVar[str] = ""
    version: ClassVar[int] = 1

    def __init_subclass__(cls, *, topic: str = "", version: int = 1) -> None:
        cls.topic = topic
        cls.version = version
