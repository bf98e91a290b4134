"""Opening a connection: the same settings for every lane, and the refusal of an SQLite that loses data."""
from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeAlias, cast

import apsw

from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.storage.sqlite.driver import Connection
from bedplate.storage.sqlite.functions import add_functions
from bedplate.storage.sqlite.limits import Limits

__all__ = ["Synchronous", "check_version", "jitter", "open_connection"]

Synchronous: TypeAlias = Literal["FULL", "NORMAL", "OFF"]

_OLDEST = (3, 51, 3)  # before it a WAL database with two connections can lose commits (release notes of 3.51.3)
_OPEN_SECONDS = 5.0


def check_version(version: str) -> None:
    """Refuses an SQLite older than 3.51.3 with `DeclarationFault`."""
    if tuple(int(part) for part in version.split(".")[:3]) < _OLDEST:
        raise _fault(
            "SQLITE_TOO_OLD",
            f"this SQLite is {version}; versions before 3.51.3 can lose committed writes",
            "install the apsw wheel from PyPI, which carries its own SQLite, instead of one built against the system's",
            Path("pyproject.toml"),
        )


def jitter() -> float:
    """Seconds to wait before a lock is tried again: 1 to 5 ms. SQLite's own back-off sleeps up to 100 ms and starves."""
    return random.uniform(0.001, 0.005)  # noqa: S311  (spreads retries, guards nothing)


def open_connection(path: Path, *, writes: bool, synchronous: Synchronous, limits: Limits, vfs: str | None) -> Connection:
    """One connection to the database at `path`, which is created (readable by its owner only) where it is missing.

    Raises `DeclarationFault` if the file cannot be opened, is no database, or stands where a write-ahead log is impossible.
    """
    check_version(apsw.sqlite_lib_version())
    try:
        if vfs is None:
            _create(path)
        connection = cast("Connection", apsw.Connection(str(path), vfs=vfs, statementcachesize=limits.statements))
        _configure(connection, path, synchronous, limits)
    except (OSError, apsw.Error) as error:
        raise _fault("DATABASE_NOT_OPENED", f"the database cannot be opened: {error}", _CURE, path) from error
    if not writes:
        connection.pragma("query_only", True)
    return connection


def _create(path: Path) -> None:
    """A new file is its owner's only. One that is there is never touched: closing any descriptor of it would drop this process's locks on it
    (POSIX), and the next process to close the database would delete the log under us, with all that is committed to it from then on."""
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return


_CURE = "set BEDPLATE_DATABASE to a path in an existing folder that this user may write, on a local disk"


def _configure(connection: Connection, path: Path, synchronous: Synchronous, limits: Limits) -> None:
    connection.set_busy_timeout(0)
    connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
    connection.config(apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
    connection.config(apsw.SQLITE_DBCONFIG_DQS_DML, 0)
    connection.config(apsw.SQLITE_DBCONFIG_DQS_DDL, 0)
    # One text has one plan, whatever is bound: without this, tables with statistics are planned anew for each value.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    mode = _patiently(lambda: connection.pragma("journal_mode", "wal"))
    if mode != "wal":
        raise _fault("DATABASE_WITHOUT_WAL", f"the journal mode stays {mode!r}: no write-ahead log is possible there", _CURE, path)
    connection.wal_autocheckpoint(0)
    connection.pragma("synchronous", synchronous)
    connection.pragma("foreign_keys", True)
    connection.pragma("cell_size_check", True)
    connection.pragma("temp_store", "memory")
    connection.pragma("cache_size", -limits.cache_kibibytes)
    connection.pragma("mmap_size", 0)  # measured: mapped pages cost 2 us more a point read, also right after a write
    connection.pragma("journal_size_limit", 64 * 1024 * 1024)
    add_functions(connection)


def _patiently(act: Callable[[], object]) -> object:
    # Several processes that start at once compete for the first switch to the write-ahead log, and for its recovery.
    deadline = time.monotonic() + _OPEN_SECONDS
    while True:
        try:
            return act()
        except apsw.BusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(jitter())


def _fault(code: str, what: str, cure: str, path: Path) -> DeclarationFault:
    return DeclarationFault([Fault(code, what, cure, Place(str(path), 1))])
