"""The part of the driver that we use, typed. Its own stubs need a later Python than ours to be whole."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

__all__ = ["Connection", "Cursor", "Row", "Stored"]

Stored: TypeAlias = str | int | float | bytes | None
Row: TypeAlias = tuple[Stored, ...]


class Cursor(Protocol):
    """`apsw.Cursor`."""

    def execute(self, statements: str, bindings: Sequence[Stored] | None = None, *, explain: int = -1) -> Cursor: ...

    def fetchall(self) -> list[Row]: ...


class Connection(Protocol):
    """`apsw.Connection`."""

    def cursor(self) -> Cursor: ...

    def close(self, force: bool = False) -> None: ...

    def pragma(self, name: str, value: str | int | bool | None = None) -> object: ...

    def config(self, op: int, *args: int) -> int: ...

    def createscalarfunction(
        self, name: str, callable: Callable[[Stored], Stored], numargs: int = -1, *, deterministic: bool = False
    ) -> None: ...

    def set_busy_timeout(self, milliseconds: int) -> None: ...

    def set_progress_handler(self, callable: Callable[[], bool] | None, nsteps: int = 100) -> None: ...

    def set_wal_hook(self, callable: Callable[[object, str, int], int] | None) -> None: ...

    def wal_autocheckpoint(self, n: int) -> None: ...

    def wal_checkpoint(self, dbname: str | None = None, mode: int = 0) -> tuple[int, int]: ...

    def txn_state(self, schema: str | None = None) -> int: ...

    def changes(self) -> int: ...

    @property
    def in_transaction(self) -> bool: ...
