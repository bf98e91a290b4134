"""The driver's errors in our own words."""
from __future__ import annotations

import apsw
import pytest

from bedplate.errors import BadInput, Refusal, Unavailable
from bedplate.storage import refusals
from bedplate.storage.sqlite import ConstraintBroken
from bedplate.storage.sqlite.translate import in_our_words, is_fatal

_TABLES = """
CREATE TABLE a (id TEXT PRIMARY KEY NOT NULL, n INTEGER NOT NULL CONSTRAINT positive CHECK (n > 0), x TEXT, y TEXT, UNIQUE (x, y)) STRICT;
CREATE TABLE b (a TEXT REFERENCES a (id)) STRICT;
CREATE UNIQUE INDEX folded ON a (lower(x)) WHERE n = 2;
INSERT INTO a VALUES ('1', 1, 'x', 'y'), ('0', 2, 'q', 'r');
"""


@pytest.mark.parametrize(
    ("text", "kind", "columns", "name"),
    [
        ("INSERT INTO a VALUES ('1', 1, 'p', 'q')", "unique", ("a.id",), ""),
        ("INSERT INTO a VALUES ('2', 1, 'x', 'y')", "unique", ("a.x", "a.y"), ""),
        ("INSERT INTO a VALUES ('2', 2, 'Q', 'z')", "unique", (), "folded"),
        ("INSERT INTO a VALUES ('2', 0, 'p', 'q')", "check", (), "positive"),
        ("INSERT INTO a VALUES ('2', NULL, 'p', 'q')", "not_null", ("a.n",), ""),
        ("INSERT INTO a VALUES ('2', 'secret', 'p', 'q')", "type", ("a.n",), ""),
        ("INSERT INTO b VALUES ('9')", "foreign_key", (), ""),
    ],
)
def test_a_broken_constraint_says_which_without_the_value(text: str, kind: str, columns: tuple[str, ...], name: str) -> None:
    """Kind, columns and name are told; the value is in no word of it."""
    connection = apsw.Connection(":memory:")
    connection.pragma("foreign_keys", True)
    connection.execute(_TABLES)
    with pytest.raises(apsw.ConstraintError) as caught:
        connection.execute(text)
    broken = in_our_words(caught.value)
    assert isinstance(broken, ConstraintBroken)
    assert (broken.kind, broken.columns, broken.name) == (kind, columns, name)
    assert "secret" not in repr(broken)


@pytest.mark.parametrize(
    ("error", "refusal"),
    [
        (apsw.FullError, refusals.DiskFull),
        (apsw.InterruptError, refusals.QueryTooExpensive),
        (apsw.BusyError, refusals.Overloaded),
        (apsw.NoMemError, refusals.Overloaded),
        (apsw.IOError, refusals.StorageFailed),
        (apsw.CorruptError, refusals.StorageFailed),
        (apsw.NotADBError, refusals.StorageFailed),
        (apsw.ReadOnlyError, refusals.StorageFailed),
    ],
)
def test_trouble_of_the_machine_is_a_refusal(error: type[apsw.Error], refusal: type[Refusal]) -> None:
    """The driver's words are private."""
    told = in_our_words(error("database or disk is odd"))
    assert type(told) is refusal
    assert "odd" in told.private
    assert "odd" not in told.words


def test_a_wrong_statement_of_ours_stays_a_bug() -> None:
    """It is no refusal: one bare 500 is right."""
    error = apsw.SQLError("near SELEC")
    assert in_our_words(error) is error


def test_only_a_failed_sync_and_damage_end_all_writing() -> None:
    """A failed sync proves nothing about later ones; a failed write does not matter to others."""
    sync, write = apsw.IOError("sync"), apsw.IOError("write")
    sync.extendedresult = apsw.SQLITE_IOERR_FSYNC  # type: ignore[attr-defined]
    write.extendedresult = apsw.SQLITE_IOERR_WRITE  # type: ignore[attr-defined]
    assert [is_fatal(e) for e in (sync, apsw.CorruptError(""), write, apsw.FullError(""))] == [True, True, False, False]


@pytest.mark.parametrize("name", [name for name in refusals.__all__ if name != "FigureTooLarge"])
def test_each_refusal_has_its_catalogue_entry_and_says_when_to_return(name: str) -> None:
    """503, words, cause, cure and Retry-After."""
    kind = getattr(refusals, name)
    refusal = kind()
    assert issubclass(kind, Unavailable)
    assert refusal.status == 503
    assert int(refusal.headers["Retry-After"]) >= 1
    assert all({kind.words, kind.cause, kind.cure} - {Unavailable.cause})
    assert kind.cause != Unavailable.cause


def test_a_figure_beyond_64_bits_is_the_callers_to_narrow() -> None:
    """400 with its own cause and cure; any other mistake of a statement stays a bug."""
    refusal = in_our_words(apsw.SQLError("integer overflow"))
    assert isinstance(refusal, refusals.FigureTooLarge)
    assert refusal.status == 400
    assert refusals.FigureTooLarge.cause != BadInput.cause
    other = apsw.SQLError("near x")
    assert in_our_words(other) is other
