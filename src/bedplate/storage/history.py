"""The history of rows, kept by triggers in the transaction of the change, whatever changed the row: a verb, an action, a hook, a row that
went with another, a reference that was emptied by the database. No statement is added to a write; the trigger's insert is part of it.

The triggers are TEMP ones of the writer's connection (docs/decisions/0046): they ask it who is writing, which no other tool could say.
Values stand as answers show them. What is hidden or secret is never kept. Columns name fields, so a renamed field keeps its history.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bedplate.declarations.contract import Contract, FieldContract, RelationContract, ResourceContract, SortKey
from bedplate.declarations.nodes import ROW
from bedplate.storage.answers import Pieces, json_value
from bedplate.storage.fragment import Fragment, join, keyed_text, name, number, quoted, sql
from bedplate.storage.predicates import column
from bedplate.storage.scopes import Aliases, Environment, Scope
from bedplate.storage.sqlite import Stored
from bedplate.values import Actor, ChangeSet

__all__ = ["NEWEST_FIRST", "because", "kept_fields", "kept_links", "recorders", "row_of", "tables", "told_of"]

_TABLES: Final = (
    """CREATE TABLE IF NOT EXISTS bedplate_history (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  owner TEXT NOT NULL,
  row TEXT NOT NULL,
  at TEXT NOT NULL,
  verb TEXT NOT NULL,
  operation TEXT,
  kind TEXT,
  account ANY,
  why TEXT,
  work INTEGER NOT NULL,
  changes TEXT NOT NULL,
  gone INTEGER NOT NULL DEFAULT 0
) STRICT""",
    "CREATE INDEX IF NOT EXISTS bedplate_history_of_row ON bedplate_history (owner, row) WHERE gone = 0",
    "CREATE INDEX IF NOT EXISTS bedplate_history_at ON bedplate_history (at)",
)

NEWEST_FIRST: Final = (SortKey("id", True),)
"""The order of entries, by which their cursors are signed."""

_AT, _KIND, _ACCOUNT, _WHY, _OPERATION = range(5)  # what is told
_WORK: Final = -1


def tables(contract: Contract) -> tuple[str, ...]:
    """The one table, where any history is kept."""
    return _TABLES if any(one.history for one in contract.resources.values()) else ()


def told_of(change: ChangeSet, at: str, account: Stored) -> tuple[Stored, ...]:
    """What the triggers are told of a change set; `why` of a change may take the place of the actor's."""
    actor: Actor = change.actor
    return at, actor.kind, account, actor.why or None, change.route or None


def because(told: tuple[Stored, ...], why: str) -> tuple[Stored, ...]:
    """The same for a change that code makes in its own right."""
    return (*told[:_WHY], why, *told[_WHY + 1 :]) if why else told


def kept_fields(resource: ResourceContract) -> tuple[FieldContract, ...]:
    """The fields of which values are kept. When it was changed or deleted is said of each entry."""
    left_out = ("updated_at", "deleted_at")
    return tuple(one for one in resource.fields.values() if not one.hidden and not one.secret and one.automatic not in left_out)


def kept_links(contract: Contract, resource: ResourceContract) -> Iterator[RelationContract]:
    """The relations of which it is kept that they changed. Links that are rows of their own may have a history of their own."""
    for relation in resource.relations.values():
        if relation.link is not None and not relation.link.through:
            yield relation


def row_of(resource: ResourceContract, row: Fragment) -> Fragment:
    """The key of a row as the history names it."""
    return sql("json_array({})", join(", ", [sql("{}.{}", row, name(resource.fields[part].column)) for part in resource.key]))


# ---- triggers ------------------------------------------------------------------------------------------------------------------
def recorders(contract: Contract) -> tuple[str, ...]:
    """What the writer's connection needs; nothing where no history is kept."""
    return tuple(_text(trigger) for resource in contract.resources.values() if resource.history for trigger in _of(contract, resource))


def _of(contract: Contract, resource: ResourceContract) -> Iterator[Fragment]:
    old, new = (Scope(name(one), resource, generated=False) for one in ("old", "new"))
    env = Environment(contract, {ROW: new}, Aliases())
    fields = kept_fields(resource)
    made = _changes([sql("{} IS NOT NULL", _own(new, one)) for one in fields], [_member(one, None, new, env) for one in fields])
    yield _trigger(resource, "create", "INSERT", sql("1"), [_entry(resource, new.alias, quoted("create"), made)])
    differ = [sql("{} IS NOT {}", _own(old, one), _own(new, one)) for one in fields]
    verb, marked = quoted("update"), list[Fragment]()
    if resource.deletion:
        was, now = (sql("{}.deleted_at IS NULL", one.alias) for one in (old, new))
        verb = sql("CASE WHEN ({}) = ({}) THEN 'update' WHEN {} THEN 'delete' ELSE 'restore' END", was, now, was)
        marked = [sql("({}) <> ({})", was, now)]
    changed = _changes(differ, [_member(one, old, new, env) for one in fields])
    yield _trigger(resource, "update", "UPDATE", join(" OR ", [*differ, *marked]), [_entry(resource, new.alias, verb, changed)])
    yield _trigger(resource, "remove", "DELETE", sql("1"), _forgotten(resource, old))
    for relation in kept_links(contract, resource):
        yield from _of_links(resource, relation)


def _forgotten(resource: ResourceContract, old: Scope) -> list[Fragment]:
    """Of a row that is gone for good nothing is kept but that it was removed, when and by whom."""
    verb = quoted("purge" if resource.deletion else "delete")
    away = sql("DELETE FROM bedplate_history WHERE owner = {} AND row = {} AND gone = 0", quoted(resource.table), row_of(resource, old.alias))
    return [away, _entry(resource, old.alias, verb, quoted("{}"), gone=True)]


def _of_links(resource: ResourceContract, relation: RelationContract) -> Iterator[Fragment]:
    """That a relation changed, once for all links that one call moved. A row that is going has none to tell of."""
    assert relation.link is not None
    link, key = relation.link, resource.fields[resource.key[0]].column
    changes = quoted(f'{{"{relation.name}":{{}}}}')
    for suffix, event, alias in (("linked", "INSERT", name("new")), ("unlinked", "DELETE", name("old"))):
        here = sql("json_array({}.{})", alias, name(link.here))
        there = sql("EXISTS (SELECT 1 FROM {} AS r WHERE r.{} = {}.{})", name(resource.table), name(key), alias, name(link.here))
        last = sql("SELECT max(id) FROM bedplate_history WHERE owner = {} AND row = {} AND gone = 0", quoted(resource.table), here)
        said = sql(
            "EXISTS (SELECT 1 FROM bedplate_history AS h WHERE h.id = ({}) AND h.changes = {} AND h.work = {} AND h.at = {})",
            last, changes, _told(_WORK), _at())
        row = _values(resource, here, quoted("update"), changes, gone=False)
        yield sql(
            "CREATE TEMP TRIGGER IF NOT EXISTS {} AFTER {} ON main.{} WHEN {} AND NOT {} BEGIN {}; END",
            name(f"bedplate_history__{resource.table}__{relation.name}__{suffix}"), _EVENTS[event], name(link.table), there, said, row)


_EVENTS: Final = {"INSERT": sql("INSERT"), "UPDATE": sql("UPDATE"), "DELETE": sql("DELETE")}


def _trigger(resource: ResourceContract, suffix: str, event: str, when: Fragment, body: Sequence[Fragment]) -> Fragment:
    return sql(
        "CREATE TEMP TRIGGER IF NOT EXISTS {} AFTER {} ON main.{} WHEN {} BEGIN {}; END",
        name(f"bedplate_history__{resource.table}__{suffix}"), _EVENTS[event], name(resource.table), when, join("; ", body))


def _entry(resource: ResourceContract, row: Fragment, verb: Fragment, changes: Fragment, *, gone: bool = False) -> Fragment:
    return _values(resource, row_of(resource, row), verb, changes, gone=gone)


def _values(resource: ResourceContract, row: Fragment, verb: Fragment, changes: Fragment, *, gone: bool) -> Fragment:
    return sql(
        "INSERT INTO bedplate_history (owner, row, at, verb, operation, kind, account, why, work, changes, gone) VALUES ({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})",
        quoted(resource.table), row, _at(), verb, _told(_OPERATION), _told(_KIND), _told(_ACCOUNT), _told(_WHY), _told(_WORK), changes, number(int(gone)))


def _told(place: int) -> Fragment:
    return sql("bedplate_told({})", number(place))


def _at() -> Fragment:
    """The instant of the call; the database's own where nobody said one."""
    return sql("coalesce({}, strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))", _told(_AT))


def _own(row: Scope, field: FieldContract) -> Fragment:
    return sql("{}.{}", row.alias, name(field.column))


def _changes(conditions: Sequence[Fragment], members: Sequence[Fragment]) -> Fragment:
    """The object of those members whose condition holds. Each begins with a comma; the first one is taken away."""
    each = [sql("CASE WHEN {} THEN {} ELSE '' END", when, member) for when, member in zip(conditions, members, strict=True)]
    return sql("concat('{', ltrim(concat({}), ','), '}')", join(", ", each))


def _member(field: FieldContract, old: Scope | None, new: Scope, env: Environment) -> Fragment:
    before: Pieces = ["null"] if old is None else _shown(field, old, env)
    pieces: Pieces = [f',"{field.column}":{{"from":', *before, ',"to":', *_shown(field, new, env), "}"]
    return sql("concat({})", join(", ", [keyed_text(one) if isinstance(one, str) else one for one in pieces]))


def _shown(field: FieldContract, row: Scope, env: Environment) -> Pieces:
    return json_value(column(row, field.name, env), field.type.answer, nullable=True)


def _text(trigger: Fragment) -> str:
    text, sources = trigger.render()
    if sources:
        raise ValueError("a trigger takes no parameters")
    return text
