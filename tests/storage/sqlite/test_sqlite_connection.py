"""Opening: what is refused, and what every connection is set to."""
from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

from bedplate.errors import DeclarationFault
from bedplate.storage.sqlite import Database, Limits
from bedplate.storage.sqlite.connection import check_version, open_connection


@pytest.mark.parametrize("version", ["3.40.1", "3.51.2", "3.7.0"])
def test_an_sqlite_that_loses_commits_is_refused(version: str) -> None:
    """Before 3.51.3 the boot ends with words."""
    with pytest.raises(DeclarationFault, match="SQLITE_TOO_OLD"):
        check_version(version)


@pytest.mark.parametrize("version", ["3.51.3", "3.54.1", "4.0.0"])
def test_a_sound_sqlite_is_accepted(version: str) -> None:
    """From 3.51.3 on."""
    check_version(version)


def test_a_missing_folder_is_refused_with_a_cure(tmp_path: Path) -> None:
    """The boot ends, naming the setting."""
    with pytest.raises(DeclarationFault, match="BEDPLATE_DATABASE"):
        Database.open(tmp_path / "missing" / "data.db")


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    """It is not overwritten."""
    path = tmp_path / "notes.txt"
    path.write_bytes(b"not a database, but dear to somebody. " * 100)
    with pytest.raises(DeclarationFault, match="DATABASE_NOT_OPENED"):
        Database.open(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_database_without_a_write_ahead_log_is_refused(tmp_path: Path) -> None:
    """A file system without shared memory for it ends the boot."""

    class Plain(apsw.VFS):
        def __init__(self) -> None:
            super().__init__("without-log", "unix-none")

    vfs = Plain()
    with pytest.raises(DeclarationFault, match="DATABASE_WITHOUT_WAL"):
        Database.open(Path(":memory:"), vfs="without-log")
    vfs.unregister()


def test_a_new_file_belongs_to_its_owner_alone(tmp_path: Path) -> None:
    """Mode 0600."""
    path = tmp_path / "data.db"
    open_connection(path, writes=True, synchronous="FULL", limits=Limits(), vfs=None).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_every_connection_is_durable_and_closed(tmp_path: Path) -> None:
    """Log ahead, full sync, foreign keys, checks on, nothing mapped."""
    connection = open_connection(tmp_path / "data.db", writes=True, synchronous="FULL", limits=Limits(), vfs=None)
    names = ("journal_mode", "synchronous", "foreign_keys", "trusted_schema", "cell_size_check", "wal_autocheckpoint", "mmap_size")
    assert [connection.pragma(name) for name in names] == ["wal", 2, 1, 0, 1, 0, 0]
    connection.close()


def test_a_double_quoted_string_is_never_a_value(tmp_path: Path) -> None:
    """A misspelt column is an error, not a text."""
    connection = open_connection(tmp_path / "data.db", writes=True, synchronous="FULL", limits=Limits(), vfs=None)
    with pytest.raises(apsw.SQLError):
        connection.cursor().execute('SELECT "misspelt"')
    connection.close()


def test_a_reading_connection_cannot_write(tmp_path: Path) -> None:
    """Even a wrong statement changes nothing in a read lane."""
    connection = open_connection(tmp_path / "data.db", writes=False, synchronous="FULL", limits=Limits(), vfs=None)
    with pytest.raises(apsw.ReadOnlyError):
        connection.cursor().execute("CREATE TABLE t (a)")
    connection.close()


async def test_the_log_outlives_another_process_that_opens_and_closes_the_file(tmp_path: Path) -> None:
    """Whoever looks into the database while it is served (`bedplate jobs`, a backup, the shell of SQLite) leaves what is committed later."""
    path = tmp_path / "data.db"
    look = "import sqlite3, sys\nc = sqlite3.connect(sys.argv[1])\nprint(c.execute('SELECT count(*) FROM t').fetchone()[0])\nc.close()"

    def looked() -> str:
        return subprocess.run([sys.executable, "-c", look, str(path)], capture_output=True, text=True, check=True).stdout.strip()

    database = Database.open(path, readers=2)
    await database.write(lambda transaction: transaction.run("CREATE TABLE t (i INTEGER) STRICT"))
    await database.close()
    database = Database.open(path, readers=2)
    try:
        assert looked() == "0"
        await database.write(lambda transaction: transaction.run("INSERT INTO t VALUES (1)"))
        assert looked() == "1"
    finally:
        await database.close()
    assert looked() == "1"
