"""The schema of a Contract: one pure function, so that `create`, `extend` and every test see the same tables.

Each declared filter and sort has its index: first the tenant, then the filter, then the sort, then the key. Every reference has one
that starts with it, for what hangs on the other row.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, ResourceContract, SortKey
from bedplate.declarations.nodes import ROW
from bedplate.storage import credentials, history, idempotency, numbers, outbox, schedules, sessions
from bedplate.storage.files import register
from bedplate.storage.fragment import Fragment, name, quoted, sql
from bedplate.storage.predicates import column, emit
from bedplate.storage.scopes import Aliases, Environment, Scope
from bedplate.storage.searching import search_table, searched
from bedplate.storage.select import total_order

__all__ = ["Column", "ForeignKey", "Index", "Schema", "Table", "TableCheck", "index_name", "link_tables", "schema"]


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Always immediate: a deferred violation would fail the commit of a whole group."""

    table: str
    column: str
    on_delete: str  # "CASCADE", "RESTRICT", "SET NULL"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a STRICT table; `default`, `generated` are SQL made of literals and names only."""

    name: str
    storage: str
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    foreign_key: ForeignKey | None = None


@dataclass(frozen=True, slots=True)
class TableCheck:
    """A declared check over own columns, or (`column`) a rule of a column's type, which comes with its column."""

    name: str
    condition: str
    column: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table that we create."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    checks: tuple[TableCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """`columns` with True where they descend."""

    name: str
    table: str
    columns: tuple[tuple[str, bool], ...]
    unique: bool = False
    where: str = ""  # which rows are in it, where not all are


@dataclass(frozen=True, slots=True)
class Schema:
    """All that a database of this application holds. `adopted` tables belong to somebody else and are only looked at; `framework` are
    statements that may be repeated."""

    tables: tuple[Table, ...]
    indexes: tuple[Index, ...]
    adopted: tuple[Table, ...]
    framework: tuple[str, ...]
    triggers: tuple[str, ...] = ()  # the same, once the tables are there


def schema(contract: Contract) -> Schema:
    """The tables and indexes of a Contract, in the order of its resources."""
    tables = [(resource, _table(resource, contract)) for resource in contract.resources.values()]
    indexes: list[Index] = []
    for resource in contract.resources.values():
        if not resource.adopted:
            indexes += _indexes(resource, contract)
    linked = link_tables(contract)
    indexes += [Index(index_name(one.name, _reversed(one)), one.name, _reversed(one)) for one in linked]
    words = [_word_table(one) for one in contract.resources.values() if searched(one) and not one.adopted]
    indexes += [Index(index_name(one.name, _OF_ROW), one.name, _OF_ROW) for one in words]
    return Schema(
        (*(table for resource, table in tables if not resource.adopted), *linked, *words),
        tuple(indexes),
        tuple(table for resource, table in tables if resource.adopted),
        (*_framework(), *history.tables(contract)),
        register.triggers(contract, "file"),
    )


def _framework() -> tuple[str, ...]:
    return (
        *outbox.TABLES, *schedules.TABLES, *numbers.TABLES, *idempotency.TABLES, *credentials.TABLES, *sessions.TABLES, *register.TABLES)


# ---- tables ------------------------------------------------------------------------------------------------------------------
def _table(resource: ResourceContract, contract: Contract) -> Table:
    columns = [_column(field, contract) for field in resource.fields.values()]
    if not resource.adopted:
        columns.append(Column("rev", "INTEGER", nullable=False, default="1"))
        if resource.deletion:
            columns.append(Column("deleted_with", "TEXT"))
        columns += [_generated(one, resource, contract) for one in resource.computed.values() if one.stored]
    checks = [
        TableCheck(f"{one.column}_is_boolean", _text(sql("{} IN (0, 1)", name(one.column))), one.column)
        for one in resource.fields.values() if one.type.kind == "boolean"
    ]
    env = _literal(resource, contract)
    checks += [TableCheck(one.name, _text(sql("{} IS TRUE", emit(one.node, env).fragment))) for one in resource.checks if one.own_columns]
    return Table(resource.table, tuple(columns), tuple(resource.fields[part].column for part in resource.key), tuple(checks))


_OF_ROW = (("row", False), ("token", False))


def _word_table(resource: ResourceContract) -> Table:
    """The words of searched fields: found by themselves, and for one row."""
    key = resource.fields[resource.key[0]]
    row = Column("row", key.type.storage, nullable=False, foreign_key=ForeignKey(resource.table, key.column, "CASCADE"))
    texts = (Column(one, "TEXT", nullable=False) for one in ("field", "token"))
    return Table(search_table(resource), (row, *texts), ("token", "row", "field"))


def link_tables(contract: Contract) -> list[Table]:
    """The tables of many-to-many relations that no resource keeps: both keys, which are the key together, and gone with either row."""
    return [
        Table(link.table, (_link_column(link.here, resource), _link_column(link.there, contract.resources[relation.target])), (link.here, link.there))
        for resource in contract.resources.values() for relation in resource.relations.values() if (link := relation.link) is not None and link.owns
    ]


def _link_column(column: str, side: ResourceContract) -> Column:
    key = side.fields[side.key[0]]
    return Column(column, key.type.storage, nullable=False, foreign_key=ForeignKey(side.table, key.column, "CASCADE"))


def _reversed(table: Table) -> tuple[tuple[str, bool], ...]:
    """From the other side the links are found by an index that holds all of them, too."""
    return tuple((column, False) for column in reversed(table.key))


def _column(field: FieldContract, contract: Contract) -> Column:
    foreign_key = None
    if field.target is not None:
        target = contract.resources[field.target]
        action = {"cascade": "CASCADE", "restrict": "RESTRICT", "set_null": "SET NULL"}[field.on_delete]
        foreign_key = ForeignKey(target.table, target.fields[target.key[0]].column, action)
    default = None
    if field.has_default and field.default is not None and foreign_key is None:
        default = _text(quoted(field.type.store(field.default)))
    return Column(field.column, field.type.storage, field.nullable, default, None, foreign_key)


def _generated(computed: ComputedContract, resource: ResourceContract, contract: Contract) -> Column:
    """With the digits that the field declares, whatever its parts have: what is read is the column as it is."""
    env = _literal(resource, contract)
    return Column(computed.name, computed.type.storage, generated=_text(column(env.scopes[ROW], computed.name, env).fragment))


def _literal(resource: ResourceContract, contract: Contract) -> Environment:
    row = Scope(name(resource.table), resource, generated=False)
    return Environment(contract, {ROW: row}, Aliases(), literal=True)


def _text(fragment: Fragment) -> str:
    text, sources = fragment.render()
    if sources:
        raise ValueError("the schema takes no parameters: an expression of it needs a clock or a caller")
    return text


# ---- indexes -----------------------------------------------------------------------------------------------------------------
def _indexes(resource: ResourceContract, contract: Contract) -> list[Index]:
    where = '"deleted_at" IS NULL' if resource.deletion else ""
    unique = [
        Index(f"{resource.table}_{one.name}", resource.table, tuple((_column_of(resource, field), False) for field in one.fields), True, where)
        for one in resource.uniques
    ]
    wanted = dict.fromkeys(_wanted(resource, contract))
    key = tuple((resource.fields[part].column, False) for part in resource.key)
    known = [*wanted, *(one.columns for one in unique), key]
    plain = [columns for columns in wanted if not any(_serves(other, columns) for other in known if other != columns)]
    if resource.deletion:
        return [*unique, *_live(resource, plain, where), *_of_deleted(resource)]
    return [*unique, *(Index(index_name(resource.table, columns), resource.table, columns) for columns in plain if columns != key)]


def _live(resource: ResourceContract, plain: Iterable[tuple[tuple[str, bool], ...]], where: str) -> Iterable[Index]:
    """Where rows are marked as deleted, lists have indexes of those that are not."""
    for columns in plain:
        yield Index(f"{index_name(resource.table, columns)}__live", resource.table, columns, where=where)


def _of_deleted(resource: ResourceContract) -> Iterable[Index]:
    """The list of the deleted, what went with a row, and each reference through all rows: there the database itself looks for what
    still refers to one."""
    if resource.deletion == "own":
        columns = _index(resource, (resource.tenant,) if resource.tenant else (), total_order(resource, resource.sort))
        yield Index(f"{index_name(resource.table, columns)}__deleted", resource.table, columns, where='"deleted_at" IS NOT NULL')
    yield Index(f"{resource.table}__deleted_with", resource.table, (("deleted_with", False),), where='"deleted_with" IS NOT NULL')
    for reference in resource.fields.values():
        if reference.target is not None:
            columns = _index(resource, (reference.name,), ())
            yield Index(index_name(resource.table, columns), resource.table, columns)


def _serves(longer: tuple[tuple[str, bool], ...], shorter: tuple[tuple[str, bool], ...]) -> bool:
    return len(longer) > len(shorter) and longer[: len(shorter)] == shorter


def index_name(table: str, columns: Sequence[tuple[str, bool]]) -> str:
    """A name that says what is in it: equal definitions have equal names."""
    return "__".join([table, *(f"{column}_desc" if descending else column for column, descending in columns)])


def _wanted(resource: ResourceContract, contract: Contract) -> Iterable[tuple[tuple[str, bool], ...]]:
    first = (resource.tenant,) if resource.tenant else ()
    order = total_order(resource, resource.sort)
    yield _index(resource, first, order)
    if resource.part_of and not resource.tenant:
        yield _index(resource, (resource.part_of,), order)
    named: list[FieldContract | ComputedContract] = [*resource.fields.values()]
    for field in named + [one for one in resource.computed.values() if one.stored]:
        if field.filter:
            yield _index(resource, (*first, field.name), order)
        if field.sort:
            yield _index(resource, first, total_order(resource, (SortKey(field.name),)))
    for reference in resource.fields.values():
        if reference.target is not None:
            yield from _of_reference(resource, reference, contract)
    for declared in resource.indexes:
        yield _index(resource, declared.fields, ())


def _of_reference(resource: ResourceContract, reference: FieldContract, contract: Contract) -> Iterable[tuple[tuple[str, bool], ...]]:
    assert reference.target is not None
    yield _index(resource, (reference.name,), ())
    for relation in contract.resources[reference.target].relations.values():
        if relation.cardinality == "many" and relation.target == resource.name and relation.by == reference.name:
            yield _index(resource, (reference.name,), total_order(resource, relation.sort or resource.sort))


def _index(resource: ResourceContract, equal: Sequence[str], order: Sequence[SortKey]) -> tuple[tuple[str, bool], ...]:
    """Equalities first, then the order, turned so that its first part ascends: an index is read from both ends."""
    columns = [(_column_of(resource, field), False) for field in dict.fromkeys(equal)]
    rest = [one for one in order if one.field not in equal]
    turned = bool(rest) and rest[0].descending
    return (*columns, *((_column_of(resource, one.field), one.descending != turned) for one in rest))


def _column_of(resource: ResourceContract, field: str) -> str:
    found = resource.fields.get(field)
    return field if found is None else found.column
