"""Where bytes lie: what a directory and a storage that speaks S3 have in common."""
from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Final, Protocol

__all__ = ["PIECE", "Placing", "Vault"]

PIECE: Final = 262_144
"""Bytes that are read or written at once: what an upload or a download takes of memory, whatever its size."""


class Placing(Protocol):
    """A file that is being written. It is not there before `finish` has returned, and durable then."""

    async def add(self, part: bytes) -> None: ...
    async def finish(self) -> None: ...
    async def drop(self) -> None: ...


class Vault(Protocol):
    """Bytes under generated names. Raises DiskFull, StorageFailed."""

    def place(self, id: str) -> Placing: ...
    async def size(self, id: str) -> int | None: ...
    def read(self, id: str, start: int, length: int) -> AsyncIterator[bytes]: ...
    async def delete(self, ids: Sequence[str]) -> None: ...
    async def close(self) -> None: ...
