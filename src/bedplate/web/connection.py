"""One request as a server hands it over, free of any server's protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

__all__ = ["Connection"]


@dataclass(frozen=True, slots=True)
class Connection:
    """`draw(limit)` gives the whole body or refuses with 413 or RequestTimeout; `path` is raw, percent-encoded ASCII."""

    method: str
    path: str
    query: str
    headers: list[tuple[bytes, bytes]]  # lower-case names
    peer: str
    secure: bool
    draw: Callable[[int], Awaitable[bytes]]
    flow: Callable[[int], AsyncIterator[bytes]] | None = None  # the same piece by piece
