"""How much the embedded engine takes on, and how long it tries."""
from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds. The defaults are the figures of the design; tests narrow them."""

    inline_seconds: float = 0.005  # a read on the loop's thread
    inline_steps: int = 200  # virtual machine steps between two looks at the clock: about 4 us when the pages are cached
    reader_seconds: float = 2.0  # a read on a reader thread, and its wait in the queue
    reader_steps: int = 20_000  # each look takes the interpreter's lock, which a busy loop gives up only every 5 ms
    reader_queue: int = 256
    group_members: int = 64
    group_seconds: float = 0.002  # no further member is taken into a group after this
    work_seconds: float = 1.0  # one member of a group
    write_queue: int = 4_096
    write_wait_seconds: float = 5.0  # waiting for the queue and for other processes
    checkpoint_pages: int = 1_000  # pages of the write-ahead log between two checkpoints
    idle_seconds: float = 0.5  # a checkpoint is also taken when nothing was written for so long
    statements: int = 512  # prepared statements kept per connection
    cache_kibibytes: int = 8_192  # per connection
