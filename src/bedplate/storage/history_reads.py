"""Reading the history of a row: one statement, under the rules of today.

The row must be readable (a deleted one: by whoever may restore or purge it) and the rule of `history` must hold of it. Fields that the
caller may not read today are left out with old and new values; a change of nothing else is no entry for them.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import ME, Never
from bedplate.storage.compiled import Compiled, compiled, parameters
from bedplate.storage.fragment import Fragment, Given, join, quoted, slot, sql
from bedplate.storage.history import kept_fields, kept_links, row_of
from bedplate.storage.plans import Kept
from bedplate.storage.predicates import all_of, condition, present, table
from bedplate.storage.readable import field_rules, key_columns, may_bring_back, read_rule
from bedplate.storage.scopes import Environment, Scope
from bedplate.storage.select import actor_key, caller_alive, environment, key_equals
from bedplate.storage.store import Store
from bedplate.values import Access, Actor

__all__ = ["HistoryPage", "HistoryReads", "select_history"]

_AFTER, _LIMIT = range(2)  # the slots


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of entries, newest first, with the number of each. Not `alive`: the caller's account is gone. Not `seen`: there is no such row
    for them. Not `allowed`: they may read it, but not its history. `more`: beyond the page, in the direction it was read in."""

    alive: bool
    seen: bool = False
    allowed: bool = False
    items: Sequence[str] = ()
    numbers: Sequence[int] = ()
    more: bool = False


class HistoryReads:
    """The statements of one resource, kept by shape."""

    def __init__(self, store: Store, resource: ResourceContract) -> None:
        self._store = store
        self._resource = resource
        self._kept: Kept[Compiled] = Kept()

    async def page(
        self, access: Access, actor: Actor, key: Sequence[object], limit: int, after: int | None, now: datetime, *, back: bool
    ) -> HistoryPage:
        """The entries older than `after`; with `back` those that are newer."""
        contract = self._store.contract
        statement = self._kept.get(
            (access, after is None, back), lambda: compiled(select_history(contract, access, self._resource, begins=after is None, back=back)))
        bound = parameters(statement, actor_key(contract, actor), now, (after, limit), key)
        rows = await self._store.database.read(statement.text, bound, "reader")
        if not rows:
            return HistoryPage(alive=False)
        seen, allowed = bool(rows[0][0]), bool(rows[0][1])
        entries = [row for row in rows if row[2] is not None][:limit]
        if back:
            entries.reverse()
        return HistoryPage(True, seen, allowed, [cast("str", row[3]) for row in entries], [cast("int", row[2]) for row in entries], len(rows) > limit)


def select_history(contract: Contract, access: Access, resource: ResourceContract, *, begins: bool, back: bool) -> Fragment:
    """Whether the row is seen, whether its history may be, then number and JSON of each entry; one more than the limit where there are
    more. No line at all: the caller's account is gone."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    here = env.at(row)
    seen = [key_equals(row), condition(read_rule(access, resource), here)]
    if resource.deletion:
        seen.append(sql("({} OR {})", all_of(present(row)), may_bring_back(access, row, env)))
    allowed = condition(read_rule(access, resource, "history"), here)
    visible = _visible(contract, access, row, env)
    entries = [
        sql("{} IS TRUE", allowed), sql("h.owner = {}", quoted(resource.table)), sql("h.row = {}", row_of(resource, row.alias)), sql("h.gone = 0"),
        sql("(h.verb <> 'update' OR EXISTS (SELECT 1 FROM json_each(h.changes) AS c WHERE {}))", visible),
    ]
    if not begins:
        entries.append(sql("h.id > {}", _slot(_AFTER)) if back else sql("h.id < {}", _slot(_AFTER)))
    start, alive = sql("(SELECT 1)"), sql("1")
    if ME in env.scopes:
        start, alive = table(env.scopes[ME].resource, env.scopes[ME].alias), caller_alive(env)
    return sql(
        "SELECT {} IS NOT NULL, {} IS TRUE, h.id, CASE WHEN h.id IS NOT NULL THEN {} END FROM {} LEFT JOIN {} ON {} "
        "LEFT JOIN bedplate_history AS h ON {} WHERE {} ORDER BY h.id {} LIMIT {}",
        key_columns(row)[0], allowed, _body(contract, resource, visible), start, table(resource, row.alias), all_of(seen), all_of(entries), alive,
        sql("ASC") if back else sql("DESC"), slot(Given(_LIMIT, "more")))


def _slot(place: int) -> Fragment:
    return slot(Given(place, "stored"))


def _visible(contract: Contract, access: Access, row: Scope, env: Environment) -> Fragment:
    """That a member of an entry is of something that the caller may read."""
    found: list[Fragment] = []
    free: list[Fragment] = []
    for key, field in _names(contract, access, row.resource).items():
        rules = field_rules(access, row.resource, field)
        if rules:
            found.append(all_of([sql("c.key = {}", quoted(key)), *(condition(rule, env.at(row)) for rule in rules)]))
        else:
            free.append(quoted(key))
    return sql("({})", join(" OR ", [sql("c.key IN ({})", join(", ", free)), *found]))


def _names(contract: Contract, access: Access, resource: ResourceContract) -> dict[str, str]:
    """What the history calls each field and relation, and what it is called today. Of rows that the caller may never see no link is told."""
    found = {one.column: one.name for one in kept_fields(resource)}
    for relation in kept_links(contract, resource):
        if not isinstance(read_rule(access, contract.resources[relation.target]), Never):
            found[relation.name] = relation.name
    return found


def _body(contract: Contract, resource: ResourceContract, visible: Fragment) -> Fragment:
    renamed = [sql("WHEN {} THEN {}", quoted(one.column), quoted(one.name)) for one in kept_fields(resource) if one.column != one.name]
    key = sql("CASE c.key {} ELSE c.key END", join(" ", renamed)) if renamed else sql("c.key")
    changes = sql("SELECT group_concat(concat(json_quote({}), ':', c.value), ',') FROM json_each(h.changes) AS c WHERE {}", key, visible)
    account = sql("CASE WHEN h.kind IS NULL THEN 'null' ELSE concat('{\"kind\":', json_quote(h.kind), ',\"id\":', json_quote(h.account), '}') END")
    return sql(
        "concat('{\"at\":\"', h.at, '\",\"verb\":\"', h.verb, '\",\"operation\":', json_quote(h.operation), ',\"account\":', {}, ',\"why\":', "
        "json_quote(h.why), ',\"changes\":{', ({}), '}}')", account, changes)
