"""One JSON line per request, from a closed list of facts.

An allow-list, not a mask: the line is built from names that the application itself declared (route template, account kind) and from
ids, so no header, query, body or field of a caller can reach it. JSON escapes line breaks and control characters, so nobody forges a
line (CWE-117).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import BinaryIO

import msgspec

from bedplate.values import Actor, Request

__all__ = ["AccessLine", "AccessLog"]

FLUSH_AFTER = 0.05  # seconds a line may wait, so that a busy server writes many lines with one system call
FLUSH_AT = 256  # lines
_LEVELS = ("debug", "info", "warning", "error")


class AccessLine(msgspec.Struct, frozen=True):
    """What is told of a request. `milliseconds` of wall time from head to answer."""

    time: str
    level: str
    event: str
    request: str
    method: str
    route: str
    operation: str
    actor: str
    status: int
    code: str
    milliseconds: float


class AccessLog:
    """Collects lines from a level on and writes them in batches; `flush` writes what is left."""

    def __init__(self, stream: BinaryIO, monotonic: Callable[[], float], level: str = "info") -> None:
        self._stream = stream
        self._encode = msgspec.json.Encoder().encode
        self._lines: list[bytes] = []
        self._timer: asyncio.TimerHandle | None = None
        self.monotonic = monotonic
        self._levels = frozenset(_LEVELS[_LEVELS.index(level) :])
        self._least_status = {"warning": 500, "error": 500}.get(level, 0)  # looked at before anything of a line is made

    def write(self, now: datetime, request: Request | None, actor: Actor, status: int, code: str, started: float) -> None:
        """Note one request. `request` is None where not even the head was acceptable."""
        if status < self._least_status:
            return
        operation = request.operation if request is not None else None
        self._append(
            AccessLine(
                time=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                level="error" if status >= 500 else "info",
                event="request",
                request=request.id if request is not None else "",
                method=operation.method if operation is not None else "",
                route=operation.path if operation is not None else "",
                operation=operation.id if operation is not None else "",
                actor=f"{actor.kind}:{actor.id}" if actor.id is not None else "",
                status=status,
                code=code,
                milliseconds=round((self.monotonic() - started) * 1000, 3),
            )
        )

    def event(self, facts: dict[str, object]) -> None:
        """Any other line that has a `level`; the caller of this vouches for every value in it."""
        if facts["level"] in self._levels:
            self._append(facts)

    def audit(self, facts: dict[str, object]) -> None:
        """A line that no level leaves out: who did what, and why."""
        self._append(facts)

    def _append(self, line: object) -> None:
        self._lines.append(self._encode(line))
        if len(self._lines) >= FLUSH_AT:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(FLUSH_AFTER, self.flush)

    def flush(self) -> None:
        """Write what was collected."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._lines:
            self._stream.write(b"\n".join(self._lines) + b"\n")
            self._stream.flush()
            self._lines.clear()
