"""Moving the write-ahead log back into the database: the writer's job, between groups, never in a request."""
from __future__ import annotations

import contextlib

import apsw

from bedplate.storage.sqlite.driver import Connection

__all__ = ["Checkpoint"]


class Checkpoint:
    """Counts the log's pages by the commit hook. PASSIVE waits for nobody; what a reader still needs is left for the next time."""

    def __init__(self, connection: Connection, every: int) -> None:
        self._connection = connection
        self._every = every
        self._pages = 0  # in the log after the last commit
        self._moved_at = 0  # pages in the log at the last checkpoint
        self.taken = 0
        connection.set_wal_hook(self._committed)

    def _committed(self, _connection: object, _database: str, pages: int) -> int:
        if pages < self._moved_at:
            self._moved_at = 0  # the log was started over
        self._pages = pages
        return apsw.SQLITE_OK

    @property
    def is_behind(self) -> bool:
        """Whether something was committed since the last checkpoint."""
        return self._pages != self._moved_at

    @property
    def is_due(self) -> bool:
        return self._pages - self._moved_at >= self._every

    def take(self) -> None:
        """One PASSIVE checkpoint. Failing is no harm: the log keeps everything and the next try moves it again."""
        self._moved_at = self._pages
        with contextlib.suppress(apsw.Error):
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)
            self.taken += 1

    def truncate(self) -> None:
        """At the end: an empty log, unless another process still reads."""
        with contextlib.suppress(apsw.Error):
            self._connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
