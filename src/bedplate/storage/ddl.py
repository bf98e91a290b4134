"""The text of the schema, for SQLite: STRICT tables, named constraints, names quoted once."""
from __future__ import annotations

from bedplate.storage.schema import Column, Index, Table, TableCheck

__all__ = ["add_column", "column_text", "create_index", "create_table", "parts_of_column", "table_parts"]


def _quoted(identifier: str) -> str:
    return '"' + identifier.replace('"', '""') + '"'


def column_text(column: Column, key: tuple[str, ...] = ()) -> str:
    """A column's definition. The key of one column stands with it, because only so is an integer one the rowid itself.

    A generated column is stored: read on each answer, it would else be computed on each (measured: 50 of 215 us of a nested list).
    """
    text = f"{_quoted(column.name)} {column.storage}"
    if key == (column.name,):
        text += " PRIMARY KEY"
    if column.generated is not None:
        return f"{text} GENERATED ALWAYS AS ({column.generated}) STORED"
    if not column.nullable:
        text += " NOT NULL"
    if column.default is not None:
        text += f" DEFAULT {column.default}"
    if column.foreign_key is not None:
        other = column.foreign_key
        text += f" REFERENCES {_quoted(other.table)} ({_quoted(other.column)}) ON DELETE {other.on_delete}"
    return text


def table_parts(table: Table) -> dict[str, str]:
    """The parts of a table's definition by a stable name each: what is compared when a database is extended."""
    parts = {f"column {one.name}": column_text(one, table.key) for one in table.columns}
    if len(table.key) > 1:
        parts["key"] = f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})"
    for check in table.checks:
        parts[f"check {check.name}"] = _check_text(check)
    return parts


def parts_of_column(table: Table, column: Column) -> dict[str, str]:
    """The parts that come and go with a column: itself, and the rules of its type."""
    checks = {f"check {one.name}": _check_text(one) for one in table.checks if one.column == column.name}
    return {f"column {column.name}": column_text(column, table.key), **checks}


def _check_text(check: TableCheck) -> str:
    return f"CONSTRAINT {_quoted(check.name)} CHECK ({check.condition})"


def create_table(table: Table) -> str:
    """CREATE TABLE."""
    lines = ",\n  ".join(table_parts(table).values())
    return f"CREATE TABLE {_quoted(table.name)} (\n  {lines}\n) STRICT"


def add_column(table: Table, column: Column) -> str:
    """ALTER TABLE … ADD COLUMN. SQLite adds no stored column to rows that exist, so a generated one is computed when it is read."""
    text, *checks = parts_of_column(table, column).values()
    if column.generated is not None:
        text = text.removesuffix("STORED") + "VIRTUAL"
    return f"ALTER TABLE {_quoted(table.name)} ADD COLUMN {' '.join((text, *checks))}"


def create_index(index: Index) -> str:
    """CREATE INDEX."""
    columns = ", ".join(_quoted(column) + (" DESC" if descending else "") for column, descending in index.columns)
    where = f" WHERE {index.where}" if index.where else ""
    return f"CREATE {'UNIQUE ' if index.unique else ''}INDEX {_quoted(index.name)} ON {_quoted(index.table)} ({columns}){where}"
