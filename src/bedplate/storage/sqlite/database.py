"""The embedded engine behind one door. It knows statements and bytes, nothing of any Contract."""
from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal, TypeVar

from bedplate.storage.sqlite.connection import Synchronous, open_connection
from bedplate.storage.sqlite.driver import Row, Stored
from bedplate.storage.sqlite.inline import InlineLane
from bedplate.storage.sqlite.limits import Limits
from bedplate.storage.sqlite.readers import ReaderLane
from bedplate.storage.sqlite.shapes import SlowShapes
from bedplate.storage.sqlite.statistics import Statistics
from bedplate.storage.sqlite.transaction import Transaction
from bedplate.storage.sqlite.watch import Watch
from bedplate.storage.sqlite.writer import Writer

__all__ = ["Database"]

T = TypeVar("T")


class Database:
    """One SQLite file: two lanes of reads, one writer with group commit. Several processes may open the same file.

    Opened with or without a running loop; `read` and `write` belong to one loop at a time. Foreign keys are immediate only: one deferred
    violation would fail the commit of a whole group, so schemas must not declare DEFERRABLE INITIALLY DEFERRED.
    """

    def __init__(
        self, path: Path, inline: InlineLane, readers: ReaderLane, writer: Writer, watch: Watch, shapes: SlowShapes
    ) -> None:
        self.path = path
        self._inline = inline
        self._readers = readers
        self._writer = writer
        self._watch = watch
        self._shapes = shapes

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        synchronous: Synchronous = "FULL",
        readers: int = 2,
        vfs: str | None = None,
        limits: Limits = Limits(),  # noqa: B008  (frozen)
        clock: Callable[[], float] = time.monotonic,
    ) -> Database:
        """Opens the file, and creates it where it is missing. Raises `DeclarationFault`. With `synchronous` below FULL a power loss
        can take back acknowledged writes: for throw-away databases only."""
        shapes, watch = SlowShapes(quick=limits.inline_seconds / 5), Watch()
        writing = open_connection(path, writes=True, synchronous=synchronous, limits=limits, vfs=vfs)
        reading = [open_connection(path, writes=False, synchronous=synchronous, limits=limits, vfs=vfs) for _ in range(readers + 1)]
        inline = InlineLane(reading[0], shapes, watch, limits, clock)
        lane, writer = ReaderLane(reading[1:], shapes, limits, clock), Writer(writing, watch, limits, clock)
        return cls(path, inline, lane, writer, watch, shapes)

    async def read(self, text: str, parameters: Sequence[Stored] = (), lane: Literal["inline", "reader"] = "inline") -> list[Row]:
        """All rows of one statement. `inline` answers on the loop's thread within 5 ms or falls over to a reader thread.

        Raises `QueryTooExpensive` after 2 s, `Overloaded`, `StorageFailed`, `ShuttingDown`.
        """
        if lane == "inline":
            rows = self._inline.read(text, parameters)
            if rows is not None:
                return rows
        elif self._watch.on_statement is not None:
            self._watch.on_statement(text)
        return await self._readers.read(text, parameters)

    def read_inline(self, text: str, parameters: Sequence[Stored]) -> list[Row] | None:
        """The inline lane alone, for code that cannot wait: None where a reader thread would have to answer."""
        return self._inline.read(text, parameters)

    async def write(self, work: Callable[[Transaction], T]) -> T:
        """Runs the work on the writer's thread and returns its result once that is durable.

        The work has 1 s, must not have an effect but through its transaction (it may be run twice), and undoes itself alone by raising:
        what it raises is raised here. A caller that is cancelled before its work began takes the work back. Raises `DiskFull`,
        `QueryTooExpensive`, `Overloaded`, `StorageFailed` (it may have been kept), `ShuttingDown`.
        """
        return await self._writer.write(work)

    def before_writing(self, statements: Sequence[str]) -> None:
        """What the writer's connection runs before its first work: TEMP triggers, which may ask `bedplate_told`. To be said before it."""
        self._writer.first = statements

    def explain(self, text: str, parameters: Sequence[Stored] | None = None) -> list[str]:
        """The lines of EXPLAIN QUERY PLAN, indented by depth; without parameters each slot is NULL."""
        return self._inline.explain(text, parameters)

    def explain_in_time(self, text: str) -> list[str] | None:
        """The same within the 5 ms of a read on the loop's thread; None where the planner takes longer."""
        return self._inline.explain_in_time(text)

    @property
    def on_statement(self) -> Callable[[str], None] | None:
        """Called with the text of each statement of a read or a work; set by tests that count."""
        return self._watch.on_statement

    @on_statement.setter
    def on_statement(self, call: Callable[[str], None] | None) -> None:
        self._watch.on_statement = call

    def statistics(self) -> Statistics:
        """A snapshot of the counters."""
        writer = self._writer
        return Statistics(
            groups=writer.groups,
            works=writer.works,
            lost_groups=writer.lost_groups,
            reruns=writer.reruns,
            busy_retries=writer.busy_retries,
            checkpoints=writer.checkpoint.taken,
            interrupted_inline=self._inline.interrupted,
            interrupted_readers=self._readers.interrupted,
            overloads=self._readers.overloads + writer.full + writer.expired,
            slow_shapes=len(self._shapes.slow),
            failed=bool(writer.failed),
        )

    async def close(self) -> None:
        """Answers what was accepted, then closes; the log is written back and emptied. Reads and writes after it are refused."""
        await asyncio.get_running_loop().run_in_executor(None, self._close_threads)
        self._inline.close()

    def close_now(self) -> None:
        """The same without a loop; blocks."""
        self._close_threads()
        self._inline.close()

    def _close_threads(self) -> None:
        self._readers.close()
        self._writer.close()
