"""What the engine did so far, for metrics and tests."""
from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Statistics"]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts since the database was opened."""

    groups: int  # durable commits that held at least one kept work
    works: int  # works that were answered after a commit, kept or refused
    lost_groups: int  # groups that an error rolled back as a whole
    reruns: int  # works run again alone after that
    busy_retries: int  # tries to begin while another process wrote
    checkpoints: int
    interrupted_inline: int
    interrupted_readers: int
    overloads: int  # refused because a queue was full or the wait too long
    slow_shapes: int  # statement texts that go to the readers now
    failed: bool  # after a failed sync or damage: no write is accepted until a restart
