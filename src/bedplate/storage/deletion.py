"""Deletions that only mark, and what goes and returns with a row.

A row deleted by itself has its time in `deleted_at`; one that went with another has that one's name in `deleted_with` too, so that it
returns with it and not before. What a caller may do is asked of the row that is named; what hangs on it follows.
"""
from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeAlias, cast

from bedplate.declarations.contract import Contract, FieldContract, ResourceContract
from bedplate.storage.compiled import Compiled, compiled
from bedplate.storage.conflicts import broken
from bedplate.storage.expression_kinds import instant_text
from bedplate.storage.fragment import Fragment, Given, Instant, join, name, quoted, slot, sql
from bedplate.storage.predicates import all_of, condition, present, table
from bedplate.storage.readable import deleted, may_bring_back, read_rule
from bedplate.storage.scopes import Scope
from bedplate.storage.select import environment, key_columns, key_equals, revision_of, seen_by_caller
from bedplate.storage.sqlite import ConstraintBroken, Stored, Transaction
from bedplate.values import Access

__all__ = ["Follow", "Followers", "before_return", "mark", "purge", "unmark"]

Key: TypeAlias = str | int
"""The stored key of a row that others can refer to."""

Follow: TypeAlias = Callable[[Transaction, Stored], object]
"""Takes along what hangs on the row with this key."""

Gone: TypeAlias = list[tuple[ResourceContract, Key]]
"""Rows that went or returned with another."""


# ---- the row itself
def before_return(contract: Contract, access: Access, resource: ResourceContract, verb: str | None) -> Compiled:
    """The look at a row that is to be restored or purged: whether it is seen, whether the verb is allowed, its revision, whether it is
    there, whether it is deleted, and whether what it hangs on is deleted too."""
    env = environment(contract, access)
    row = Scope(env.aliases.fresh(), resource)
    here = env.at(row)
    there = sql("{} IS NOT NULL", key_columns(row)[0])
    readable, allowed = there, sql("1")
    if verb is not None:
        alive = all_of(present(row))
        readable = all_of([there, condition(read_rule(access, resource), here), sql("({} OR {})", alive, may_bring_back(access, row, env))])
        allowed = condition(read_rule(access, resource, verb), here)
    columns = [sql("{} IS TRUE", readable), sql("{} IS TRUE", allowed), revision_of(row), there, deleted(row)]
    columns.append(sql("NULL") if verb == "purge" else _orphaned(contract, row, env.aliases.fresh()))
    return compiled(seen_by_caller(columns, row, key_equals(row), env))


def mark(resource: ResourceContract) -> Compiled:
    """The row with the key of the call is deleted now."""
    row = Scope(name("r1"), resource)
    return compiled(sql(
        "UPDATE {} SET deleted_at = {}, rev = r1.rev + 1 WHERE {}", table(resource, row.alias), slot(Instant()), all_of([key_equals(row), *present(row)])))


def unmark(resource: ResourceContract) -> Compiled:
    """The row with the key of the call is back."""
    row = Scope(name("r1"), resource)
    stamps = [sql(", {} = {}", name(one.column), slot(Instant())) for one in resource.fields.values() if one.automatic == "updated_at"]
    return compiled(sql(
        "UPDATE {} SET deleted_at = NULL, deleted_with = NULL, rev = r1.rev + 1{} WHERE {}",
        table(resource, row.alias), join("", stamps), all_of([key_equals(row), deleted(row)])))


def purge(resource: ResourceContract) -> Compiled:
    """A deleted row is deleted for good."""
    row = Scope(name("r1"), resource)
    return compiled(sql("DELETE FROM {} WHERE {}", table(resource, row.alias), all_of([key_equals(row), deleted(row)])))


# ---- what hangs on it
@dataclass(frozen=True, slots=True)
class _Edge:
    """Rows of `child` go with the row that their `reference` leads to."""

    child: ResourceContract
    reference: str
    parent: ResourceContract

    @property
    def column(self) -> Fragment:
        return name(self.child.fields[self.reference].column)


@dataclass(frozen=True)
class Followers:
    """All that may go with a row of one kind; its statements are made once."""

    contract: Contract
    root: ResourceContract

    @cached_property
    def edges(self) -> tuple[_Edge, ...]:
        """Every way down, from the root on."""
        found: dict[tuple[str, str], _Edge] = {}
        waiting = [self.root]
        while waiting:
            parent = waiting.pop()
            for edge in _below(self.contract, parent):
                if (edge.child.name, edge.reference) not in found:
                    found[edge.child.name, edge.reference] = edge
                    waiting.append(edge.child)
        return tuple(found.values())

    @cached_property
    def _marks(self) -> tuple[tuple[_Edge, str], ...]:
        return tuple((edge, _rendered(_mark(edge))) for edge in self.edges)

    @cached_property
    def _returns(self) -> tuple[tuple[ResourceContract, str], ...]:
        children = {edge.child.name: edge.child for edge in self.edges}
        return tuple((child, _rendered(_return(self.contract, child))) for child in children.values())

    @cached_property
    def _handovers(self) -> tuple[str, ...]:
        children = {edge.child.name: edge.child for edge in self.edges}
        return tuple(_rendered(_hand_over(edge)) for child in children.values() for edge in _above(self.contract, child))

    def go(self, transaction: Transaction, key: Key, now: str) -> Gone:
        """Marks all that hangs on the root's row with this key, however deep."""
        name = f"{self.root.name}:{key}"
        gone: Gone = []
        level: dict[str, list[Key]] = {self.root.name: [key]}
        while level:
            below: dict[str, list[Key]] = {}
            for edge, text in self._marks:
                keys = level.get(edge.parent.name)
                if keys:
                    found = [cast("Key", row[0]) for row in transaction.run(text, (now, name, json.dumps(keys)))]
                    gone += [(edge.child, one) for one in found]
                    below.setdefault(edge.child.name, []).extend(found)
            level = {one: keys for one, keys in below.items() if keys}
        return gone

    def follow_at(self, now: datetime) -> Follow:
        """`go` at this instant."""
        return lambda transaction, key: self.go(transaction, cast("Key", key), instant_text(now))

    def come_back(self, transaction: Transaction, key: Key) -> Gone:
        """Brings back what went with the root's row. What hangs on another deleted row too stays, and is that one's from now on. Raises
        the refusal of a unique set."""
        name = f"{self.root.name}:{key}"
        back: Gone = []
        moved = True
        while moved:
            moved = False
            for child, text in self._returns:
                rows = _returned(transaction, child, text, name)
                back += [(child, cast("Key", row[0])) for row in rows]
                moved = moved or bool(rows)
        for text in self._handovers:
            transaction.run(text, (name,))
        return back


def _returned(transaction: Transaction, child: ResourceContract, text: str, name: str) -> list[tuple[Stored, ...]]:
    try:
        return transaction.run(text, (name,))
    except ConstraintBroken as error:
        refusal = broken(child, error, f"row.{child.name}")
        if refusal is None:
            raise
        raise refusal from error


def _below(contract: Contract, parent: ResourceContract) -> Iterator[_Edge]:
    for child in contract.resources.values():
        if child.deletion:
            yield from (_Edge(child, one.name, parent) for one in child.fields.values() if one.target == parent.name and _hangs(child, one))


def _hangs(child: ResourceContract, reference: FieldContract) -> bool:
    return reference.on_delete == "cascade" or reference.name == child.part_of


def _above(contract: Contract, child: ResourceContract) -> list[_Edge]:
    """The rows that a row hangs on and that can be deleted themselves."""
    targets = [(one, contract.resources[one.target]) for one in child.fields.values() if one.target is not None and _hangs(child, one)]
    return [_Edge(child, one.name, parent) for one, parent in targets if parent.deletion]


def _orphaned(contract: Contract, row: Scope, alias: Fragment) -> Fragment:
    """Whether something that the row hangs on is deleted."""
    found = [
        sql("EXISTS (SELECT 1 FROM {} AS {} WHERE {}.{} = {}.{} AND {}.deleted_at IS NOT NULL)",
            name(edge.parent.table), alias, alias, name(_key(edge.parent)), row.alias, edge.column, alias)
        for edge in _above(contract, row.resource)
    ]
    return sql("({})", join(" OR ", found)) if found else sql("0")


def _key(resource: ResourceContract) -> str:
    return resource.fields[resource.key[0]].column


def _mark(edge: _Edge) -> Fragment:
    return sql(
        "UPDATE {} SET deleted_at = {}, deleted_with = {}, rev = rev + 1 WHERE {} IN (SELECT value FROM json_each({})) AND deleted_at IS NULL RETURNING {}",
        name(edge.child.table), _given(0), _given(1), edge.column, _given(2), name(_key(edge.child)))


def _return(contract: Contract, child: ResourceContract) -> Fragment:
    row = Scope(name("r1"), child)
    orphaned = _orphaned(contract, row, name("r2"))
    return sql(
        "UPDATE {} SET deleted_at = NULL, deleted_with = NULL, rev = rev + 1 WHERE r1.deleted_with = {} AND NOT {} RETURNING {}",
        table(child, row.alias), _given(0), orphaned, name(_key(child)))


def _hand_over(edge: _Edge) -> Fragment:
    """What still hangs on another deleted row goes with that one."""
    parent = sql("FROM {} AS p WHERE p.{} = r1.{}", name(edge.parent.table), name(_key(edge.parent)), edge.column)
    return sql(
        "UPDATE {} SET deleted_with = (SELECT coalesce(p.deleted_with, {} || p.{}) {}) "
        "WHERE r1.deleted_with = {} AND EXISTS (SELECT 1 {} AND p.deleted_at IS NOT NULL)",
        table(edge.child, name("r1")), quoted(f"{edge.parent.name}:"), name(_key(edge.parent)), parent, _given(0), parent)


def _given(index: int) -> Fragment:
    return slot(Given(index, "stored"))


def _rendered(statement: Fragment) -> str:
    """The text; its values are given in the order of their slots."""
    return statement.render()[0]
