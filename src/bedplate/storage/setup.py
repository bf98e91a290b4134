"""Bringing a database file to a Contract: created where it is missing, extended where that only adds, refused otherwise.

What was made is noted part by part in `bedplate_schema`, so the comparison is one of texts. Several processes may start at once: all
of it is one transaction under the write lock, and whoever comes second finds nothing left to do.
"""
from __future__ import annotations

import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import apsw

from bedplate.declarations.contract import Contract
from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.storage.ddl import add_column, create_index, create_table, parts_of_column, table_parts
from bedplate.storage.schema import Column, Index, Schema, Table, schema
from bedplate.storage.sqlite import Limits
from bedplate.storage.sqlite.connection import jitter, open_connection
from bedplate.storage.sqlite.driver import Connection
from bedplate.storage.word_notes import bring_words, pending_words

__all__ = ["create_or_extend"]

_NOTES = "CREATE TABLE IF NOT EXISTS bedplate_schema (owner TEXT NOT NULL, part TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (owner, part)) STRICT"
_WAIT = 30.0  # seconds for another process that extends the same file


@dataclass(frozen=True, slots=True)
class _Step:
    """One statement, what it notes, and what is said of it."""

    statement: str
    owner: str
    parts: Mapping[str, str]
    words: str


def create_or_extend(path: Path, contract: Contract, *, allow: bool) -> list[str]:
    """What was done, in words; nothing if the file fits. Raises DeclarationFault where it does not fit and cannot be made to by adding,
    or where adding is not allowed."""
    wanted = schema(contract)
    connection = open_connection(path, writes=True, synchronous="FULL", limits=Limits(), vfs=None)
    try:
        with _write_lock(connection):
            return _bring(connection, wanted, contract, allow=allow)
    finally:
        connection.close()


def _bring(connection: Connection, wanted: Schema, contract: Contract, *, allow: bool) -> list[str]:
    run = connection.cursor().execute
    run(_NOTES)
    noted: dict[str, dict[str, str]] = {}
    for owner, part, text in run("SELECT owner, part, text FROM bedplate_schema").fetchall():
        noted.setdefault(str(owner), {})[str(part)] = str(text)
    places = {one.table: one.place for one in contract.resources.values()}
    present = {str(row[0]) for row in run("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()}
    faults = _misfits(wanted, noted, present, places) + _missing_from_adopted(connection, wanted, present, places)
    steps = _steps(wanted, noted)
    words = pending_words(contract, noted)
    told = [*(one.words for one in steps), *(one.words for one in words)]
    if told and not allow and not faults:
        faults = [_fault("SCHEMA_BEHIND", f"the database lacks {len(told)} thing(s): {told[0]}", "run it once with `bedplate dev`, which adds them", places, "")]
    if faults:
        raise DeclarationFault(faults)
    for statement in wanted.framework:
        run(statement)
    for step in steps:
        _take(connection, step, places)
    for statement in wanted.triggers:
        run(statement)
    for one in words:
        bring_words(connection, one)
    return told


# ---- what fits -----------------------------------------------------------------------------------------------------------------
def _misfits(wanted: Schema, noted: Mapping[str, Mapping[str, str]], present: set[str], places: Mapping[str, Place]) -> list[Fault]:
    faults: list[Fault] = []
    for table in wanted.tables:
        if table.name not in noted:
            if table.name in present:
                faults.append(_fault(
                    "TABLE_NOT_OURS", f"a table {table.name} exists that was not made by this application",
                    f'adopt it with table="{table.name}", or choose another name or file', places, table.name))
            continue
        faults += _misfits_of(table, noted[table.name], places)
    faults += _misfit_indexes(wanted, noted, places)
    known = {table.name for table in (*wanted.tables, *wanted.adopted)}
    for owner, parts in noted.items():
        if owner not in known and any(not part.startswith("index ") for part in parts):
            faults.append(_fault(
                "TABLE_GONE", f"the table {owner} is no longer declared", "declare it again; renaming and removing need a migration", places, owner))
    return faults


def _misfits_of(table: Table, noted: Mapping[str, str], places: Mapping[str, Place]) -> list[Fault]:
    parts, faults = table_parts(table), list[Fault]()
    addable = {part for one in table.columns if f"column {one.name}" not in noted and _is_additive(one) for part in parts_of_column(table, one)}
    for part in noted:
        if part.startswith(("index ", "unique ")):
            continue
        if part not in parts:
            faults.append(_fault("COLUMN_GONE", f"{table.name}: {part} is no longer declared", "declare it again; renaming and removing need a migration", places, table.name))
        elif noted[part] != parts[part]:
            faults.append(_fault("COLUMN_CHANGED", f"{table.name}: {part} was {noted[part]} and is now {parts[part]}", "undo it; changing what exists needs a migration", places, table.name))
    return faults + [
        _fault(
            "NOT_ADDITIVE", f"{table.name}: {part} cannot be added to rows that exist",
            "let it be nullable or give it a default; all else needs a migration, or, where its rows do not matter, a new database file", places, table.name)
        for part in parts if part not in noted and part not in addable
    ]


def _misfit_indexes(wanted: Schema, noted: Mapping[str, Mapping[str, str]], places: Mapping[str, Place]) -> list[Fault]:
    unique = {(one.table, f"unique {one.name}"): create_index(one) for one in wanted.indexes if one.unique}
    faults: list[Fault] = []
    for owner, parts in noted.items():
        for part, text in parts.items():
            if part.startswith("unique ") and unique.get((owner, part)) != text:
                faults.append(_fault("UNIQUE_CHANGED", f"{owner}: {part} is no longer declared as it was", "undo it; changing what exists needs a migration", places, owner))
    return faults


def _is_additive(column: Column) -> bool:
    if column.generated is not None:
        return True
    if column.foreign_key is not None or column.nullable:
        return column.nullable
    return column.default is not None


def _missing_from_adopted(connection: Connection, wanted: Schema, present: set[str], places: Mapping[str, Place]) -> list[Fault]:
    faults: list[Fault] = []
    for table in wanted.adopted:
        if table.name not in present:
            faults.append(_fault("NO_SUCH_TABLE", f"there is no table {table.name} to adopt", "leave `table=` out, and it will be made", places, table.name))
            continue
        rows = connection.cursor().execute("SELECT name FROM pragma_table_xinfo(?)", (table.name,)).fetchall()
        faults += [
            _fault("NO_SUCH_COLUMN", f"the table {table.name} has no column {column}", 'say column="…", or leave the field out', places, table.name)
            for column in sorted({one.name for one in table.columns} - {str(row[0]) for row in rows})
        ]
    return faults


def _fault(code: str, what: str, cure: str, places: Mapping[str, Place], table: str) -> Fault:
    return Fault(code, what, cure, places.get(table, next(iter(places.values()))))


# ---- what is added -------------------------------------------------------------------------------------------------------------
def _steps(wanted: Schema, noted: Mapping[str, Mapping[str, str]]) -> list[_Step]:
    steps: list[_Step] = []
    for table in wanted.tables:
        have = noted.get(table.name)
        parts = table_parts(table)
        if have is None:
            steps.append(_Step(create_table(table), table.name, parts, f"table {table.name}"))
            continue
        steps += [
            _Step(add_column(table, column), table.name, parts_of_column(table, column), f"column {table.name}.{column.name}")
            for column in table.columns if f"column {column.name}" not in have
        ]
    return steps + [_index_step(one) for one in wanted.indexes if _index_part(one) not in noted.get(one.table, {})]


def _index_part(index: Index) -> str:
    return f"{'unique' if index.unique else 'index'} {index.name}"


def _index_step(index: Index) -> _Step:
    text = create_index(index)
    return _Step(text, index.table, {_index_part(index): text}, f"index {index.name}")


def _take(connection: Connection, step: _Step, places: Mapping[str, Place]) -> None:
    run = connection.cursor().execute
    try:
        run(step.statement)
    except apsw.ConstraintError as error:
        raise DeclarationFault([_fault(
            "ROWS_BREAK_IT", f"{step.words} cannot be added: rows that exist break it", "correct the rows first, or leave it out", places, step.owner,
        )]) from error
    for part, text in step.parts.items():
        run("INSERT INTO bedplate_schema (owner, part, text) VALUES (?, ?, ?)", (step.owner, part, text))


@contextmanager
def _write_lock(connection: Connection) -> Generator[None]:
    deadline = time.monotonic() + _WAIT
    while True:
        try:
            connection.cursor().execute("BEGIN IMMEDIATE")
            break
        except apsw.BusyError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(jitter())
    try:
        yield
    except BaseException:  # undone and raised on
        connection.cursor().execute("ROLLBACK")
        raise
    connection.cursor().execute("COMMIT")
