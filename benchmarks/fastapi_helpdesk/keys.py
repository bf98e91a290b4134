"""UUIDv7 (RFC 9562): sorts by the time it was made."""
from __future__ import annotations

import os
import time
from uuid import UUID


def new_key() -> str:
    number = time.time_ns() // 1_000_000 << 80 | int.from_bytes(os.urandom(10))
    return str(UUID(int=number & ~(0xF000 << 64) & ~(0xC000 << 48) | 0x7000 << 64 | 0x8000 << 48))
