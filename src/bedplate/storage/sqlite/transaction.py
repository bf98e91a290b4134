"""What a work sees of the database while it runs on the writer's thread."""
from __future__ import annotations

from collections.abc import Iterable, Sequence

import apsw

from bedplate.storage.sqlite.driver import Connection, Row, Stored
from bedplate.storage.sqlite.told import Told
from bedplate.storage.sqlite.translate import in_our_words
from bedplate.storage.sqlite.watch import Watch

__all__ = ["Transaction", "TransactionLost"]


class TransactionLost(Exception):
    """An error rolled back the whole transaction, not only the statement; nothing more may run in it."""


class Transaction:
    """Runs statements inside the savepoint of one work. Not to be kept: it ends with the work."""

    __slots__ = ("_connection", "_cursor", "_lost", "_told", "_watch")

    def __init__(self, connection: Connection, watch: Watch, told: Told) -> None:
        self._connection = connection
        self._cursor = connection.cursor()
        self._watch = watch
        self._told = told
        self._lost = False

    def run(self, text: str, parameters: Sequence[Stored] = ()) -> list[Row]:
        """All rows of one statement. Raises `ConstraintBroken` (the work may go on), or an `Unavailable` (it may not)."""
        if self._lost:
            raise TransactionLost
        if self._watch.on_statement is not None:
            self._watch.on_statement(text)
        try:
            return self._cursor.execute(text, parameters).fetchall()
        except apsw.Error as error:
            # SQLite may have rolled back everything: the next statement would then commit by itself.
            self._lost = not self._connection.in_transaction
            raise in_our_words(error) from error

    def run_each(self, text: str, rows: Iterable[Sequence[Stored]]) -> list[Row]:
        """One statement, prepared once, for each of these rows of parameters: what all of them gave, in their order. Stops at the first that
        is refused."""
        if self._lost:
            raise TransactionLost
        if self._watch.on_statement is not None:
            self._watch.on_statement(text)
        try:
            return self._cursor.executemany(text, rows).fetchall()
        except apsw.Error as error:
            self._lost = not self._connection.in_transaction
            raise in_our_words(error) from error

    def tell(self, values: tuple[Stored, ...]) -> None:
        """What triggers of this work find out by `bedplate_told`, until something else is told."""
        self._told.values = values

    def changes(self) -> int:
        """Rows that the last INSERT, UPDATE or DELETE changed."""
        return self._connection.changes()
