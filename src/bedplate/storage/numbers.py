"""Serial numbers: drawn in the transaction that writes the row, so that a refusal gives its number back.

The last number of each series is kept, because the rows alone forget it when the newest goes. A series begins after what the table holds
already (adopted tables, imported rows).
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bedplate.declarations.contract import Contract, FieldContract, ResourceContract
from bedplate.declarations.nodes import ROW, Coalesce, Constant, Next, Node, Path
from bedplate.storage.compiled import Compiled, compiled
from bedplate.storage.fragment import EMPTY, Fragment, Given, name, quoted, slot, sql
from bedplate.storage.predicates import all_of, table
from bedplate.storage.scopes import Scope
from bedplate.storage.select import key_equals
from bedplate.storage.sqlite import Stored

__all__ = ["TABLES", "Draw", "Serials", "draw_for_row", "kept_or_next", "serials"]

TABLES = (
    """CREATE TABLE IF NOT EXISTS bedplate_serials (
  series TEXT NOT NULL,
  whole TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (series, whole)
) STRICT""",
)


@dataclass(frozen=True, slots=True)
class Draw:
    """A number to be drawn before a row is written: into which of its slots, and what the statement is given."""

    statement: Compiled
    slot: int
    given: tuple[Stored, ...] = ()


@dataclass(frozen=True, slots=True)
class _Serial:
    field: FieldContract
    per: str | None
    fills: bool  # a new row without a number gets one
    statement: Compiled


class Serials:
    """The serial fields of one resource, with the statements that draw for new rows."""

    def __init__(self, resource: ResourceContract) -> None:
        self._of = [
            _Serial(field, field.serial.per, not field.nullable, _draw_for_new(resource, field))
            for field in resource.fields.values() if field.serial is not None
        ]

    def missing(self, values: Sequence[str]) -> tuple[str, ...]:
        """The fields that a new row lacks and that are never without a number."""
        return tuple([one.field.name for one in self._of if one.fills and one.field.name not in values])

    def draws(self, names: Sequence[str], stored: Sequence[Stored], drawn: Sequence[str]) -> tuple[Draw, ...]:
        """One for each of the fields `drawn` of a new row with these stored values."""
        found: list[Draw] = []
        for one in self._of:
            if one.field.name in drawn:
                per = () if one.per is None else (stored[names.index(one.per)],)
                found.append(Draw(one.statement, names.index(one.field.name), per))
        return tuple(found)


def serials(contract: Contract) -> dict[str, Serials]:
    """Of the resources that have any."""
    return {one.name: Serials(one) for one in contract.resources.values() if any(field.serial is not None for field in one.fields.values())}


def kept_or_next(node: Node) -> Node:
    """What a row's own number becomes: a number once given stays, the slot of the drawn one takes effect where there is none."""
    return Coalesce(Path(ROW, (), node.field), Constant(0, "integer")) if isinstance(node, Next) else node


def draw_for_row(resource: ResourceContract, field: FieldContract) -> Compiled:
    """The next number for the row with the key of the call; none where it has one, or is not there."""
    row = Scope(name("r1"), resource)
    own = sql("{}.{}", row.alias, name(field.column))
    per = _per(resource, field)
    whole = sql("''") if per is None else sql("CAST({}.{} AS TEXT)", row.alias, per)
    held = EMPTY if per is None else sql(" WHERE {} = {}.{}", per, row.alias, per)
    rows = sql("SELECT {}, {}, {} FROM {} WHERE {}", _series(resource, field), whole, _after_all(resource, field, held), table(resource, row.alias),
               all_of([key_equals(row), sql("{} IS NULL", own)]))
    return compiled(_counted(rows))


def _draw_for_new(resource: ResourceContract, field: FieldContract) -> Compiled:
    per = _per(resource, field)
    place = slot(Given(0, "stored"))
    whole = sql("''") if per is None else sql("CAST({} AS TEXT)", place)
    held = EMPTY if per is None else sql(" WHERE {} = {}", per, place)
    return compiled(_counted(sql("VALUES ({}, {}, {})", _series(resource, field), whole, _after_all(resource, field, held))))


def _per(resource: ResourceContract, field: FieldContract) -> Fragment | None:
    assert field.serial is not None
    return None if field.serial.per is None else name(resource.fields[field.serial.per].column)


def _series(resource: ResourceContract, field: FieldContract) -> Fragment:
    return quoted(f"{resource.table}.{field.column}")


def _after_all(resource: ResourceContract, field: FieldContract, held: Fragment) -> Fragment:
    """One more than the greatest that is stored; found at the end of the index of the unique set."""
    return sql("(SELECT COALESCE(MAX({}), 0) + 1 FROM {}{})", name(field.column), name(resource.table), held)


def _counted(rows: Fragment) -> Fragment:
    return sql(
        "INSERT INTO bedplate_serials (series, whole, last) {} ON CONFLICT (series, whole) DO UPDATE SET last = MAX(last + 1, excluded.last) RETURNING last",
        rows)
