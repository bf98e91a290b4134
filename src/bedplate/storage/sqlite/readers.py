"""Reads on threads of their own, for what the loop must not wait for. The driver lets the loop run while SQLite works."""
from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Lock, Thread

import apsw

from bedplate.storage.refusals import Overloaded, QueryTooExpensive, ShuttingDown
from bedplate.storage.sqlite.connection import jitter
from bedplate.storage.sqlite.driver import Connection, Row, Stored
from bedplate.storage.sqlite.limits import Limits
from bedplate.storage.sqlite.shapes import SlowShapes
from bedplate.storage.sqlite.translate import in_our_words

__all__ = ["ReaderLane"]


class _Read:
    """One read on its way: the thread writes `rows` or `error`, the loop reads them afterwards."""

    __slots__ = ("accepted", "error", "future", "loop", "parameters", "rows", "seconds", "text")

    def __init__(self, text: str, parameters: Sequence[Stored], loop: asyncio.AbstractEventLoop, accepted: float) -> None:
        self.text = text
        self.parameters = parameters
        self.loop = loop
        self.future: asyncio.Future[list[Row]] = loop.create_future()
        self.accepted = accepted
        self.rows: list[Row] = []
        self.error: BaseException | None = None
        self.seconds = 0.0


class _Reader:
    """One thread's connection and the deadline of what it runs."""

    def __init__(self, connection: Connection, limits: Limits, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._limits = limits
        self._clock = clock
        self._deadline = 0.0
        self._current: _Read | None = None
        connection.set_progress_handler(self._should_stop, limits.reader_steps)

    def _should_stop(self) -> bool:
        return self._clock() > self._deadline or (self._current is not None and self._current.future.cancelled())

    def answer(self, read: _Read) -> None:
        started = self._clock()
        if started - read.accepted > self._limits.reader_seconds:
            read.error = Overloaded(private="a read waited too long for a reader thread")
            return
        self._deadline = started + self._limits.reader_seconds
        self._current = read
        try:
            read.rows = self._fetch(read)
        except Exception as error:  # handed to the caller that waits for it
            read.error = in_our_words(error)
        self._current = None
        read.seconds = self._clock() - started

    def _fetch(self, read: _Read) -> list[Row]:
        while True:
            try:
                return self._cursor.execute(read.text, read.parameters).fetchall()
            except apsw.BusyError:
                if self._should_stop():
                    raise
                time.sleep(jitter())

    def close(self) -> None:
        self._connection.close(True)


class ReaderLane:
    """A bounded queue in front of a few threads. Full, or waited in for 2 s: `Overloaded`; run for 2 s: `QueryTooExpensive`."""

    def __init__(
        self, connections: Sequence[Connection], shapes: SlowShapes, limits: Limits, clock: Callable[[], float]
    ) -> None:
        self._shapes = shapes
        self._limits = limits
        self._clock = clock
        self._queue: SimpleQueue[_Read | None] = SimpleQueue()
        self._door = Lock()
        self._open = True
        self.interrupted = 0
        self.overloads = 0
        readers = [_Reader(connection, limits, clock) for connection in connections]
        self._threads = [
            Thread(target=self._run, args=(reader,), name=f"bedplate-reader-{number}", daemon=True)
            for number, reader in enumerate(readers, start=1)
        ]
        for thread in self._threads:
            thread.start()

    async def read(self, text: str, parameters: Sequence[Stored]) -> list[Row]:
        """The rows; raises the refusals named above, `StorageFailed` and `ShuttingDown`."""
        if self._queue.qsize() >= self._limits.reader_queue:
            self.overloads += 1
            raise Overloaded(private="the queue of reads is full")
        read = _Read(text, parameters, asyncio.get_running_loop(), self._clock())
        with self._door:
            if not self._open:
                raise ShuttingDown
            self._queue.put(read)
        return await read.future

    def _run(self, reader: _Reader) -> None:
        while (read := self._queue.get()) is not None:
            if read.future.cancelled():
                continue
            reader.answer(read)
            with contextlib.suppress(RuntimeError):  # its loop is closed: nobody waits
                read.loop.call_soon_threadsafe(self._deliver, read)
        reader.close()

    def _deliver(self, read: _Read) -> None:
        if isinstance(read.error, Overloaded):
            self.overloads += 1
        if isinstance(read.error, QueryTooExpensive):
            self.interrupted += 1
        self._shapes.served(read.text, read.seconds)
        if read.future.done():
            return
        if read.error is not None:
            read.future.set_exception(read.error)
        else:
            read.future.set_result(read.rows)

    def close(self) -> None:
        """Answers what was accepted, then ends the threads. Blocks."""
        with self._door:
            if self._open:
                self._open = False
                for _ in self._threads:
                    self._queue.put(None)
        for thread in self._threads:
            thread.join()
