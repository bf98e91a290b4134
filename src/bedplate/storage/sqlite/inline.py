"""Reads on the loop's own thread: a few microseconds where pages are cached, stopped after 5 ms where they are not."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

import apsw

from bedplate.storage.sqlite.driver import Connection, Row, Stored
from bedplate.storage.sqlite.limits import Limits
from bedplate.storage.sqlite.shapes import SlowShapes
from bedplate.storage.sqlite.translate import in_our_words
from bedplate.storage.sqlite.watch import Watch

__all__ = ["InlineLane"]

_QUERY_PLAN = 2  # sqlite3_stmt_explain: treat the statement as EXPLAIN QUERY PLAN
_NULLS = cast("Sequence[Stored]", vars(apsw)["_null_bindings"])  # the driver's own: every slot is NULL


class InlineLane:
    """One connection and one cursor. `fetchall` runs each statement to its end or to its error, and either resets it: no read
    transaction is open when the loop goes on, so the write-ahead log can start over."""

    def __init__(
        self, connection: Connection, shapes: SlowShapes, watch: Watch, limits: Limits, clock: Callable[[], float]
    ) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._shapes = shapes
        self._slow = shapes.slow
        self._watch = watch
        self._budget = limits.inline_seconds
        self._clock = clock
        self._deadline = 0.0
        self.interrupted = 0
        connection.set_progress_handler(self._is_late, limits.inline_steps)

    def _is_late(self) -> bool:
        return self._clock() > self._deadline

    def read(self, text: str, parameters: Sequence[Stored]) -> list[Row] | None:
        """The rows, or None where the reader threads must answer: the text was interrupted before, or was just now."""
        if self._watch.on_statement is not None:
            self._watch.on_statement(text)
        if text in self._slow:
            return None
        self._deadline = self._clock() + self._budget
        try:
            return self._cursor.execute(text, parameters).fetchall()
        except apsw.InterruptError:
            self.interrupted += 1
            self._shapes.interrupted(text)
            return None
        except apsw.BusyError:
            return None  # another process recovers the log; a reader thread can wait, the loop cannot
        except apsw.Error as error:
            raise in_our_words(error) from error

    def is_idle(self) -> bool:
        """Whether no read transaction is held."""
        return self._connection.txn_state() == apsw.SQLITE_TXN_NONE

    def explain(self, text: str, parameters: Sequence[Stored] | None) -> list[str]:
        """The lines of EXPLAIN QUERY PLAN, indented by depth, however long the planner takes."""
        self._deadline = float("inf")
        try:
            return self._plan(text, parameters)
        except apsw.Error as error:
            raise in_our_words(error) from error

    def explain_in_time(self, text: str) -> list[str] | None:
        """The same, or None where planning alone takes longer than a read on the loop may: many relations in one text."""
        self._deadline = self._clock() + self._budget
        try:
            return self._plan(text, None)
        except (apsw.InterruptError, apsw.BusyError):
            return None
        except apsw.Error as error:
            raise in_our_words(error) from error

    def _plan(self, text: str, parameters: Sequence[Stored] | None) -> list[str]:
        given = _NULLS if parameters is None else parameters
        depths: dict[Stored, int] = {0: 0}
        lines: list[str] = []
        for node, parent, _, detail in self._connection.cursor().execute(text, given, explain=_QUERY_PLAN).fetchall():
            depths[node] = depths.get(parent, 0) + 1
            lines.append("  " * (depths[node] - 1) + str(detail))
        return lines

    def close(self) -> None:
        self._connection.close(True)
