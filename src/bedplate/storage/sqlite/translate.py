"""The driver's errors in our own words: a refusal, a broken constraint, or (a wrong statement of ours) the error itself."""
from __future__ import annotations

import re
from typing import Literal, TypeAlias

import apsw

from bedplate.errors import Unavailable
from bedplate.storage.refusals import DiskFull, FigureTooLarge, Overloaded, QueryTooExpensive, ShuttingDown, StorageFailed

__all__ = ["ConstraintBroken", "in_our_words", "is_fatal"]

Kind: TypeAlias = Literal["unique", "foreign_key", "check", "not_null", "type", "other"]

_KINDS: dict[int, Kind] = {
    apsw.SQLITE_CONSTRAINT_UNIQUE: "unique",
    apsw.SQLITE_CONSTRAINT_PRIMARYKEY: "unique",
    apsw.SQLITE_CONSTRAINT_ROWID: "unique",
    apsw.SQLITE_CONSTRAINT_FOREIGNKEY: "foreign_key",
    apsw.SQLITE_CONSTRAINT_CHECK: "check",
    apsw.SQLITE_CONSTRAINT_NOTNULL: "not_null",
    apsw.SQLITE_CONSTRAINT_DATATYPE: "type",
}
_FAILED = re.compile(r"constraint failed: (?:index '(?P<index>.+)'|(?P<rest>.+))$")
_WRONG_TYPE = re.compile(r"in \S+ column (?P<rest>\S+)$")

# After a failed fsync the kernel may call dirty pages clean: a later success proves nothing, so we stop writing rather than lie.
_FATAL_CODES = frozenset({apsw.SQLITE_IOERR_FSYNC, apsw.SQLITE_IOERR_DIR_FSYNC})


class ConstraintBroken(Exception):
    """A row broke a constraint of the schema; the statement had no effect and the work may go on.

    `columns` are `table.column` names (unique, not_null, type), `name` is the constraint's or the index's own name (check, unique over
    an expression). SQLite does not tell which foreign key failed. No value is part of it.
    """

    def __init__(self, kind: Kind, columns: tuple[str, ...] = (), name: str = "") -> None:
        super().__init__(kind, columns, name)
        self.kind: Kind = kind
        self.columns = columns
        self.name = name


def _code(error: apsw.Error) -> int:
    return int(getattr(error, "extendedresult", 0))  # set by the driver on each error; its stubs do not know it


def _constraint(error: apsw.ConstraintError) -> ConstraintBroken:
    kind = _KINDS.get(_code(error), "other")
    found = (_WRONG_TYPE if kind == "type" else _FAILED).search(str(error))
    if found is None:
        return ConstraintBroken(kind)
    groups = found.groupdict()
    if groups.get("index"):
        return ConstraintBroken(kind, (), groups["index"])
    if kind in ("check", "other"):
        return ConstraintBroken(kind, (), groups["rest"])
    return ConstraintBroken(kind, tuple(groups["rest"].split(", ")))


_REFUSALS: tuple[tuple[tuple[type[apsw.Error], ...], type[Unavailable]], ...] = (
    ((apsw.FullError,), DiskFull),
    ((apsw.ConnectionClosedError, apsw.CursorClosedError), ShuttingDown),
    ((apsw.InterruptError,), QueryTooExpensive),
    ((apsw.BusyError, apsw.LockedError, apsw.NoMemError), Overloaded),
    (
        (apsw.IOError, apsw.CorruptError, apsw.NotADBError, apsw.CantOpenError, apsw.ReadOnlyError, apsw.PermissionsError),
        StorageFailed,
    ),
)


def in_our_words(error: BaseException) -> BaseException:
    """What the caller of a read or a write is told. The driver's message (names, never values) is kept as private words."""
    if isinstance(error, apsw.ConstraintError):
        return _constraint(error)
    for kinds, refusal in _REFUSALS:
        if isinstance(error, kinds):
            return refusal(private=f"{type(error).__name__}: {error}")
    if isinstance(error, apsw.SQLError) and str(error) == "integer overflow":
        return FigureTooLarge(private="integer overflow")
    return error


def is_fatal(error: BaseException) -> bool:
    """Whether no further write may be promised: a failed sync, or a damaged file."""
    if isinstance(error, apsw.IOError):
        return _code(error) in _FATAL_CODES
    return isinstance(error, apsw.CorruptError | apsw.NotADBError)
