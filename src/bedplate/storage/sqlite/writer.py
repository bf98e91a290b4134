"""The one writer: works of many callers share a durable commit, and each is answered only after it."""
from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import TypeVar, cast

import apsw

from bedplate.storage.refusals import Overloaded, QueryTooExpensive, ShuttingDown, StorageFailed
from bedplate.storage.sqlite.checkpoint import Checkpoint
from bedplate.storage.sqlite.connection import jitter
from bedplate.storage.sqlite.driver import Connection
from bedplate.storage.sqlite.limits import Limits
from bedplate.storage.sqlite.pending import Pending, deliver
from bedplate.storage.sqlite.told import Told
from bedplate.storage.sqlite.transaction import Transaction, TransactionLost
from bedplate.storage.sqlite.translate import in_our_words, is_fatal
from bedplate.storage.sqlite.watch import Watch

__all__ = ["Writer"]

T = TypeVar("T")
_STEPS = 20_000  # between two looks at the clock: well under a millisecond of work


class Writer:
    """A thread that owns the only writing connection of this process.

    A group is BEGIN IMMEDIATE, up to 64 works each in a savepoint, COMMIT. A work's own refusal undoes that work alone. An error that
    undoes everything (disk full, I/O, memory, an interrupt) makes each member run again alone, once: works must therefore have no
    effect but through their transaction.
    """

    def __init__(self, connection: Connection, watch: Watch, limits: Limits, clock: Callable[[], float]) -> None:
        self._connection = connection
        self._control = connection.cursor()
        self._watch = watch
        self._limits = limits
        self._clock = clock
        self._deadline = float("inf")
        self._queue: SimpleQueue[Pending | None] = SimpleQueue()
        self._door = Lock()
        self._open = True
        self._stopping = False
        self.failed = ""
        self.first: Sequence[str] = ()  # statements to be run before the first work
        self._told = Told()
        self._told.add_to(connection)
        self.groups = self.works = self.lost_groups = self.reruns = self.busy_retries = self.full = self.expired = 0
        self.checkpoint = Checkpoint(connection, limits.checkpoint_pages)
        connection.set_progress_handler(self._is_late, _STEPS)
        self._thread = Thread(target=self._run, name="bedplate-writer", daemon=True)
        self._thread.start()

    # ---- the loop's side ---------------------------------------------------------------------------------------------------
    async def write(self, work: Callable[[Transaction], T]) -> T:
        """The work's result, once it is durable. A caller that is cancelled before its work began takes the work back."""
        if self._queue.qsize() >= self._limits.write_queue:
            self.full += 1
            raise Overloaded(private="the queue of writes is full")
        pending = Pending(work, asyncio.get_running_loop(), self._clock() + self._limits.write_wait_seconds)
        with self._door:
            if not self._open:
                raise ShuttingDown
            self._queue.put(pending)
        return cast("T", await pending.future)

    def close(self) -> None:
        """Finishes what was accepted, then ends the thread. Blocks."""
        with self._door:
            if self._open:
                self._open = False
                self._queue.put(None)
        self._thread.join()

    # ---- the writer's thread -----------------------------------------------------------------------------------------------
    def _is_late(self) -> bool:
        return self._clock() > self._deadline

    def _run(self) -> None:
        while not self._stopping:
            first = self._wait()
            if first is not None:
                self._serve(first)
        self.checkpoint.truncate()
        self._connection.close(True)

    def _wait(self) -> Pending | None:
        try:
            pending = self._queue.get(timeout=self._limits.idle_seconds if self.checkpoint.is_behind else None)
        except Empty:
            self.checkpoint.take()
            return None
        self._stopping = pending is None
        return pending

    def _next(self) -> Pending | None:
        try:
            pending = self._queue.get_nowait()
        except Empty:
            return None
        self._stopping = pending is None
        return pending

    def _serve(self, first: Pending) -> None:
        members = [first]
        try:
            self._begin(first)
        except Exception as error:  # handed to the caller
            first.error = in_our_words(error)
        else:
            self._together(members)
        self.works += len(members)
        deliver(members)
        if self.checkpoint.is_due:
            self.checkpoint.take()

    def _begin(self, first: Pending) -> None:
        if self.failed:
            raise StorageFailed(private=self.failed)
        if self.first:
            self._prepare()
        while True:
            try:
                self._control.execute("BEGIN IMMEDIATE")
                return
            except apsw.BusyError:
                if self._clock() >= first.deadline:
                    self.expired += 1
                    raise
                self.busy_retries += 1
                time.sleep(jitter())

    def _prepare(self) -> None:
        for statement in self.first:
            self._control.execute(statement)
        self.first = ()

    def _together(self, members: list[Pending]) -> None:
        try:
            self._gather(members)
            self._commit()
        except Exception as error:  # whatever it was, the group is undone and each member hears of its own
            self._abandon(error)
            self.lost_groups += 1
            for pending in members:
                # The work that was stopped for its time would be stopped again; a refused one may rest on what is undone now.
                if not isinstance(pending.error, QueryTooExpensive):
                    self.reruns += 1
                    self._alone(pending)

    def _alone(self, pending: Pending) -> None:
        pending.error = None
        try:
            self._begin(pending)
            self._attempt(pending)
            self._commit()
        except TransactionLost as lost:
            self._abandon(lost)  # the member has its own error already
        except Exception as error:  # handed to the caller
            self._abandon(error)
            pending.error = in_our_words(error)

    def _gather(self, members: list[Pending]) -> None:
        end = self._clock() + self._limits.group_seconds
        self._attempt(members[0])
        while len(members) < self._limits.group_members and self._clock() < end:
            pending = self._next()
            if pending is None:
                return
            members.append(pending)
            self._attempt(pending)

    def _attempt(self, pending: Pending) -> None:
        if pending.future.cancelled():
            return
        self._control.execute("SAVEPOINT work")
        self._deadline = self._clock() + self._limits.work_seconds
        try:
            self._told.forget()
            pending.value = pending.work(Transaction(self._connection, self._watch, self._told))
            self._control.execute("RELEASE work")
        except BaseException as error:  # handed to the caller; the thread must live
            pending.error = in_our_words(error)
            if not self._connection.in_transaction:
                raise TransactionLost from error
            self._control.execute("ROLLBACK TO work")
            self._control.execute("RELEASE work")
        finally:
            self._deadline = float("inf")

    def _commit(self) -> None:
        self._control.execute("COMMIT")
        self.groups += 1

    def _abandon(self, error: BaseException) -> None:
        cause: BaseException | None = error
        while cause is not None:
            if is_fatal(cause):
                self.failed = f"{type(cause).__name__}: {cause}"
            cause = cause.__cause__
        if self._connection.in_transaction:
            with contextlib.suppress(apsw.Error):
                self._control.execute("ROLLBACK")
