"""A naive evaluator: what a caller must be answered, computed row by row in plain Python from the declared rules.

It knows the Contract and nothing of how statements or predicates are made: no storage, no logic, no composed access. Truth has three
values, None being unknown; what counts is only ever `is True`.

- A row is readable if some allowing rule for the caller holds, in the caller's tenant unless the rule says otherwise, and no forbidding
  rule is true; a part needs the row it belongs to readable as well.
- A field is readable if each rule about it holds; a computed one needs all that it reads. What is not readable is null, equals nothing
  in a filter, and is null in an order.
- Rules see everything. What is shown (computed fields in answers, filters and orders) sees other rows only where they are readable.
"""
from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cmp_to_key
from typing import Any
from unicodedata import category, normalize
from uuid import UUID

import msgspec

from bedplate.declarations import nodes as n
from bedplate.declarations.contract import ComputedContract, Contract, FieldContract, ResourceContract, Rule

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """A filter: a field with an operator; `and`, `or`, `not` of others; a relation with `any` or `none`. Names may go over references."""

    name: str
    op: str = ""
    wanted: Any = None
    inside: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What one level of a request asks for. No `fields`: all of its own. `sort` and `limit` None: as declared."""

    fields: tuple[str, ...] = ()
    nested: Mapping[str, Asked] = field(default_factory=dict)
    filters: Mapping[tuple[str, str], Any] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] | None = None
    limit: int | None = None
    told: tuple[Told, ...] = ()
    deleted: bool = False  # the deleted rows instead


@dataclass(frozen=True)
class World:
    """All rows by resource and key, and the instant."""

    contract: Contract
    rows: Mapping[str, Mapping[Any, Row]]
    now: datetime
    links: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)  # by table: the key on each side by its column
    drawn: Mapping[tuple[str, str, Any], int] = field(default_factory=dict)  # the last number of each series: (resource, field, what it is for)


@dataclass(frozen=True)
class _Seen:
    """A row in a scope: None where a reference led nowhere, every field of which is null."""

    resource: ResourceContract
    row: Row | None


class Unanswerable(Exception):
    """The request ends with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def gone(row: Row) -> bool:
    """Whether a row is marked as deleted: for everybody but who asks for the deleted ones it is not there."""
    return row.get("deleted_at") is not None


def _as_read(resource: ResourceContract, verb: str) -> tuple[Rule, ...]:
    """The row rules of a verb, as if they were those for reading."""
    return tuple(replace(rule, verbs=("read",)) for rule in resource.rules if not rule.fields and verb in rule.verbs)


class Naive:
    """The answers to one caller. `kind` None: a stranger."""

    def __init__(self, world: World, kind: str | None, key: Any = None) -> None:
        self.world = world
        self.contract = world.contract
        self.kind = kind
        self.account = self.contract.resources[kind] if kind is not None else None
        self.me: Row | None = world.rows[kind].get(key) if kind is not None else None
        self.total = 0  # of the list that was asked for last
        self._readable: dict[tuple[str, Any], bool] = {}

    # ---- requests ------------------------------------------------------------------------------------------------------------
    def page(self, resource: str, asked: Asked, number: int, parent: tuple[str, Any] | None = None) -> tuple[list[Any], bool]:
        """The rows of a page (counted from 0) as answered, and whether there are more."""
        self._admit(resource, listed=True, deleted=asked.deleted)
        found = self.contract.resources[resource]
        rows = [row for row in self.world.rows[resource].values() if self.row_readable(found, row) and gone(row) == asked.deleted]
        if asked.deleted:
            rows = [row for row in rows if self.may_return(found, row)]
        rows = [row for row in rows if self._passes(found, row, asked.filters, asked.told)]
        if parent is not None:
            rows = [row for row in rows if self._passes(found, row, {(parent[0], "eq"): parent[1]})]
        self.total = len(rows)
        rows = self._ordered(found, rows, asked.sort)
        limit = asked.limit or min(found.page, found.max_page)
        start = number * limit
        return [self.shown(found, row, asked) for row in rows[start : start + limit]], len(rows) > start + limit

    def one(self, resource: str, asked: Asked, key: Any) -> Any:
        """One row as answered. Raises Unanswerable."""
        self._admit(resource, listed=False)
        found = self.contract.resources[resource]
        row = self.world.rows[resource].get(key)
        if row is None or gone(row) or not self.row_readable(found, row):
            raise Unanswerable(404)
        return self.shown(found, row, asked)

    def _admit(self, resource: str, *, listed: bool, deleted: bool = False) -> None:
        """Who may never do this is refused before any row is looked at."""
        found = self.contract.resources[resource]
        if self.kind is None:
            if not self._strangers_ever(found, "read") or not self._ever(found):
                raise Unanswerable(401)
            if deleted and not any(self._ever_returns(found, verb) for verb in ("restore", "purge")):
                raise Unanswerable(401)
            return
        if not self._ever(found):
            raise Unanswerable(403 if listed else 404)
        if deleted and not any(self._ever_returns(found, verb) for verb in ("restore", "purge")):
            raise Unanswerable(403)
        if self.me is None or self.me.get("disabled_at") is not None:
            raise Unanswerable(401)

    def _ever(self, resource: ResourceContract) -> bool:
        """Whether some row could be readable, as far as the rules say it without looking at one."""
        rules = [rule for rule in resource.rules if not rule.fields and "read" in rule.verbs]
        mine = [rule for rule in rules if self._speaks_to_me(rule)]
        if any(rule.effect == "forbid" and known(rule.node) is True for rule in mine):
            return False
        walled = resource.tenant is not None and not self._has_tenant(resource)
        opened = any(rule.effect == "allow" and known(rule.node) is not False and (rule.across_tenants or not walled) for rule in mine)
        if resource.part_of is None:
            return opened
        parent = self.contract.resources[resource.fields[resource.part_of].target or ""]
        replaced = any(rule.effect == "allow" for rule in rules)
        return (opened if replaced else not walled) and self._ever(parent)

    def _has_tenant(self, resource: ResourceContract) -> bool:
        target = resource.fields[resource.tenant or ""].target
        account = self.account
        if account is None:
            return False
        return account.name == target or (account.tenant is not None and account.fields[account.tenant].target == target)

    def _strangers_ever(self, resource: ResourceContract, verb: str) -> bool:
        allowing = [rule for rule in resource.rules if rule.effect == "allow" and not rule.fields and verb in rule.verbs]
        mine = any(rule.actor is None for rule in allowing)
        if resource.part_of is None:
            return mine
        parent = self.contract.resources[resource.fields[resource.part_of].target or ""]
        asked = ("read",) if verb == "read" or allowing else ("read", "update")
        return all(self._strangers_ever(parent, each) for each in asked) and (mine or not allowing)

    def _ever_returns(self, resource: ResourceContract, verb: str) -> bool:
        """Whether some row could be brought back, as far as the rules say it without looking at one."""
        return self._ever(replace(resource, rules=_as_read(resource, verb))) and any(
            rule.effect == "allow" and not rule.fields and verb in rule.verbs for rule in resource.rules)

    def may_return(self, resource: ResourceContract, row: Row) -> bool:
        """Whether the caller may restore or purge it. A part has no such right without rules of its own."""
        return any(self.verb_allowed(resource, row, verb) for verb in ("restore", "purge"))

    def verb_allowed(self, resource: ResourceContract, row: Row, verb: str) -> bool:
        """By the rules of a verb that nothing opens but a rule of its own."""
        if not any(rule.effect == "allow" and not rule.fields and verb in rule.verbs for rule in resource.rules):
            return False
        return self._row_readable(replace(resource, rules=_as_read(resource, verb)), row)

    # ---- what may be read ----------------------------------------------------------------------------------------------------
    def row_readable(self, resource: ResourceContract, row: Row) -> bool:
        """By the rules for reading, the tenant, and the row that it is a part of."""
        place = (resource.name, row[resource.key[0]])
        if place not in self._readable:
            self._readable[place] = self._row_readable(resource, row)
        return self._readable[place]

    def _row_readable(self, resource: ResourceContract, row: Row) -> bool:
        rules = [rule for rule in resource.rules if not rule.fields and "read" in rule.verbs]
        if any(rule.effect == "forbid" and self._speaks_to_me(rule) and self._holds(rule, resource, row) for rule in rules):
            return False
        allowing = [rule for rule in rules if rule.effect == "allow"]
        if resource.part_of is None:
            return self._some_allows(allowing, resource, row)
        parent = self._target(resource, row, resource.part_of)
        if parent.row is None or not self.row_readable(parent.resource, parent.row):
            return False
        return self._some_allows(allowing, resource, row) if allowing else self._in_tenant(resource, row)

    def _some_allows(self, rules: list[Rule], resource: ResourceContract, row: Row | None) -> bool:
        inside = self._in_tenant(resource, row)
        return any(self._speaks_to_me(rule) and (inside or rule.across_tenants) and self._holds(rule, resource, row) for rule in rules)

    def _speaks_to_me(self, rule: Rule) -> bool:
        return rule.actor is None or (self.kind is not None and rule.actor in ("*", self.kind))

    def _holds(self, rule: Rule, resource: ResourceContract, row: Row | None) -> bool:
        return self._of(rule.node, self._scopes(resource, row), guarded=False) is True

    def _in_tenant(self, resource: ResourceContract, row: Row | None) -> bool:
        if resource.tenant is None:
            return True
        if self.account is None or self.me is None:
            return False
        target = resource.fields[resource.tenant].target
        if self.account.name == target:
            mine = self.me[self.account.key[0]]
        elif self.account.tenant is not None and self.account.fields[self.account.tenant].target == target:
            mine = self.me[self.account.tenant]
        else:
            return False
        return mine is not None and row is not None and row[resource.tenant] == mine

    def field_readable(self, resource: ResourceContract, row: Row | None, name: str) -> bool:
        """By the rules about the field, and for a computed one about all that it reads."""
        rules = [rule for rule in resource.rules if name in rule.fields and "read" in rule.verbs]
        if any(rule.effect == "forbid" and self._speaks_to_me(rule) and self._holds(rule, resource, row) for rule in rules):
            return False
        allowing = [rule for rule in rules if rule.effect == "allow" and self._speaks_to_me(rule)]
        if any(rule.effect == "allow" for rule in rules) and not any(self._opens(rule, resource, row) for rule in allowing):
            return False
        computed = resource.computed.get(name)
        return computed is None or self._all_read(computed.node, resource, row)

    def _opens(self, rule: Rule, resource: ResourceContract, row: Row | None) -> bool:
        """The tenant has been asked for the row already, unless some rule lets rows of other tenants through."""
        crossing = any(one.across_tenants for one in resource.rules if not one.fields and self._speaks_to_me(one))
        inside = not crossing or rule.across_tenants or self._in_tenant(resource, row)
        return inside and self._holds(rule, resource, row)

    def _all_read(self, node: n.Node, resource: ResourceContract, row: Row | None) -> bool:
        """Each field on the way of each path, and each relation. A rule that speaks of one row cannot be asked for many of them."""
        bound: dict[str, ResourceContract] = {}
        for leaf in _leaves(node):
            if leaf.scope == n.ME:
                if isinstance(leaf, n.Related):
                    bound[leaf.bound] = self.contract.resources[self._of_caller(leaf.refs).relations[leaf.relation].target]
                continue
            many = leaf.scope != n.ROW
            seen = _Seen(bound[leaf.scope], None) if many else _Seen(resource, row)
            for name in (*leaf.refs, leaf.field if isinstance(leaf, n.Path) else leaf.relation):
                if many and self._rule_speaks_of_row(seen.resource, name):
                    return False
                if not self.field_readable(seen.resource, seen.row, name):
                    return False
                if name in seen.resource.relations and seen.resource.relations[name].cardinality == "one":
                    seen = self._target(seen.resource, seen.row, name)
            if isinstance(leaf, n.Related):
                bound[leaf.bound] = self.contract.resources[seen.resource.relations[leaf.relation].target]
        return True

    def _of_caller(self, refs: tuple[str, ...]) -> ResourceContract:
        """What a way from the caller's account leads to; of a stranger, from an account that they do not have."""
        found = self.contract.resources[self.kind or self.contract.accounts[0]]
        for reference in refs:
            found = self.contract.resources[found.fields[reference].target or ""]
        return found

    def _rule_speaks_of_row(self, resource: ResourceContract, name: str) -> bool:
        rules = [rule for rule in resource.rules if name in rule.fields and "read" in rule.verbs and self._speaks_to_me(rule)]
        if any(rule.effect == "allow" and isinstance(rule.node, n.Always) for rule in rules):
            rules = [rule for rule in rules if rule.effect == "forbid"]
        if any(leaf.scope == n.ROW for rule in rules for leaf in _leaves(rule.node)):
            return True
        computed = resource.computed.get(name)
        if computed is None:
            return False
        return any(self._rule_speaks_of_row(resource, leaf.refs[0] if leaf.refs else _name(leaf)) for leaf in _leaves(computed.node) if leaf.scope == n.ROW)

    # ---- what is shown -------------------------------------------------------------------------------------------------------
    def shown(self, resource: ResourceContract, row: Row, asked: Asked) -> dict[str, Any]:
        """The object of an answer: stored fields, computed fields, then what is nested, each in the order of declaration."""
        own = [name for name, one in (*resource.fields.items(), *resource.computed.items()) if not one.hidden and not one.secret]
        wanted = [name for name in own if not asked.fields or name in asked.fields]
        answer = {name: self._json(resource, row, name) for name in wanted if name not in asked.nested}
        order = [*own, *(name for name in resource.relations if name not in own)]
        for name in sorted(asked.nested, key=order.index):
            answer[name] = self._nested(resource, row, name, asked.nested[name])
        return answer

    def _nested(self, resource: ResourceContract, row: Row, name: str, asked: Asked) -> Any:
        if not self.field_readable(resource, row, name):
            return None
        relation = resource.relations[name]
        target = self.contract.resources[relation.target]
        if relation.cardinality == "one":
            seen = self._target(resource, row, name)
            return self.shown(target, seen.row, asked) if seen.row is not None and self.row_readable(target, seen.row) else None
        rows = [one for one in self._shown_children(resource, row, name) if self._passes(target, one, asked.filters, asked.told)]
        default = relation.sort or None
        sort = asked.sort if asked.sort is not None else default and tuple((key.field, key.descending) for key in default)
        rows = self._ordered(target, rows, sort)
        return [self.shown(target, one, asked) for one in rows[: asked.limit or min(20, relation.max)]]

    def _json(self, resource: ResourceContract, row: Row, name: str) -> Any:
        value = self._visible(resource, row, name)
        kind = _declared(resource, name).type
        return None if value is None else as_json(kind.kind, value, getattr(kind, "places", 0))

    def _visible(self, resource: ResourceContract, row: Row, name: str) -> Any:
        """The value as this caller may know it, perhaps of another row."""
        first, over, rest = name.partition(".")
        if over:
            seen = self._shown_target(resource, row, first)
            return None if seen.row is None else self._visible(seen.resource, seen.row, rest)
        return self._field(_Seen(resource, row), name, guarded=True) if self.field_readable(resource, row, name) else None

    def _passes(self, resource: ResourceContract, row: Row, filters: Mapping[tuple[str, str], Any], told: tuple[Told, ...] = ()) -> bool:
        every = (*(Told(name, op, wanted) for (name, op), wanted in filters.items()), *told)
        return all(self._meets(resource, row, one) is True for one in every)

    def _meets(self, resource: ResourceContract, row: Row, told: Told) -> bool | None:
        """What may not be read is unknown, and so is what is said of a row that is not there."""
        if told.name in ("and", "or", "not"):
            found = [self._meets(resource, row, one) for one in told.inside]
            if told.name == "or":
                return _negated(_all([_negated(one) for one in found]))
            return _all(found) if told.name == "and" else _negated(_all(found))
        if told.op == "words":
            return self._has_words(resource, row, told.wanted)
        first, over, rest = told.name.partition(".")
        if over and told.op == "isnull":
            return (self._visible(resource, row, told.name) is None) is told.wanted
        if not self.field_readable(resource, row, first):
            return None
        if over:
            seen = self._shown_target(resource, row, first)
            return None if seen.row is None else self._meets(seen.resource, seen.row, replace(told, name=rest))
        if told.op in ("any", "none"):
            target = self.contract.resources[resource.relations[first].target]
            rows = self._shown_children(resource, row, first)
            return any(self._passes(target, one, {}, told.inside) for one in rows) is (told.op == "any")
        return _filtered(told.op, self._visible(resource, row, first), told.wanted)

    def _has_words(self, resource: ResourceContract, row: Row, text: str) -> bool:
        """Each word in some searched field that may be read, the last as the beginning of one."""
        fields = [one.name for one in resource.fields.values() if one.search and self.field_readable(resource, row, one.name)]
        there = {word for name in fields if row[name] is not None for word in words_of(row[name])}
        words = words_of(text)
        return bool(words) and there >= set(words[:-1]) and any(word.startswith(words[-1]) for word in there)

    def _shown_target(self, resource: ResourceContract, row: Row, reference: str) -> _Seen:
        seen = self._target(resource, row, reference)
        readable = seen.row is not None and self.field_readable(resource, row, reference) and self.row_readable(seen.resource, seen.row)
        return seen if readable else _Seen(seen.resource, None)

    def _ordered(self, resource: ResourceContract, rows: list[Row], sort: tuple[tuple[str, bool], ...] | None) -> list[Row]:
        keys = tuple((key.field, key.descending) for key in resource.sort) if sort is None else sort
        named = {name for name, _ in keys}
        last = keys[-1][1] if keys else False  # the key breaks ties in the direction of the part before it
        keys = (*keys, *((name, last) for name in resource.key if name not in named))

        def compare(one: Row, two: Row) -> int:
            for name, down in keys:
                a, b = (_order(self._visible(resource, each, name)) for each in (one, two))
                if a != b:
                    return (1 if a > b else -1) * (-1 if down else 1)
            return 0

        return sorted(rows, key=cmp_to_key(compare))

    # ---- expressions ---------------------------------------------------------------------------------------------------------
    def _scopes(self, resource: ResourceContract, row: Row | None) -> dict[str, _Seen]:
        found = {n.ROW: _Seen(resource, row)}
        if self.account is not None:
            found[n.ME] = _Seen(self.account, self.me)
        return found

    def _target(self, resource: ResourceContract, row: Row | None, reference: str) -> _Seen:
        target = self.contract.resources[resource.fields[reference].target or ""]
        key = None if row is None else row[reference]
        found = None if key is None else self.world.rows[target.name].get(key)
        return _Seen(target, None if found is None or gone(found) else found)

    def _shown_children(self, resource: ResourceContract, row: Row | None, relation: str) -> list[Row]:
        """As far as they may be read; a link must show from the other side too."""
        found = resource.relations[relation]
        target = self.contract.resources[found.target]
        back = found.link.back if found.link is not None else ""
        rows = [one for one in self._children(resource, row, relation) if self.row_readable(target, one)]
        return [one for one in rows if not back or self.field_readable(target, one, back)]

    def _children(self, resource: ResourceContract, row: Row | None, relation: str) -> list[Row]:
        found = resource.relations[relation]
        if row is None:
            return []
        there = [one for one in self.world.rows[found.target].values() if not gone(one)]
        if found.link is not None:
            here, key = found.link.here, self.contract.resources[found.target].key[0]
            keys = {link[found.link.there] for link in self.world.links.get(found.link.table, ()) if link[here] == row[resource.key[0]]}
            return [one for one in there if one[key] in keys]
        return [one for one in there if one[found.by] is not None and one[found.by] == row[resource.key[0]]]

    def _field(self, seen: _Seen, name: str, *, guarded: bool) -> Any:
        computed = seen.resource.computed.get(name)
        if computed is None:
            return None if seen.row is None else seen.row[name]
        if seen.row is None:
            return None
        return _fitted(computed, self._of(computed.node, self._scopes(seen.resource, seen.row), guarded=guarded))

    def _walk(self, seen: _Seen, refs: tuple[str, ...], *, guarded: bool) -> _Seen:
        for reference in refs:
            seen = self._target(seen.resource, seen.row, reference)
            if guarded and seen.row is not None and not self.row_readable(seen.resource, seen.row):
                seen = _Seen(seen.resource, None)
        return seen

    def _path(self, node: n.Path, scopes: Mapping[str, _Seen], *, guarded: bool) -> Any:
        if node.scope not in scopes:
            return None  # a stranger has no fields
        way = guarded and node.scope != n.ME
        seen = self._walk(scopes[node.scope], node.refs, guarded=way)
        if way and node.refs and not self.field_readable(seen.resource, seen.row, node.field):
            return None
        return self._field(seen, node.field, guarded=guarded)

    def _related(self, rows: n.Related, scopes: Mapping[str, _Seen], *, guarded: bool) -> Iterator[dict[str, _Seen]]:
        if rows.scope not in scopes:
            return
        start = self._walk(scopes[rows.scope], rows.refs, guarded=guarded and rows.scope != n.ME)
        target = self.contract.resources[start.resource.relations[rows.relation].target]
        for row in (self._shown_children if guarded else self._children)(start.resource, start.row, rows.relation):
            inside = {**scopes, rows.bound: _Seen(target, row)}
            if self._of(rows.where, inside, guarded=guarded) is True:
                yield inside

    def _aggregate(self, node: n.Aggregate, scopes: Mapping[str, _Seen], *, guarded: bool) -> Any:
        rows = list(self._related(node.rows, scopes, guarded=guarded))
        if node.item is None:
            return len(rows)
        values = [value for value in (self._of(node.item, inside, guarded=guarded) for inside in rows) if value is not None]
        if node.name == "max":
            return max(values, key=_order, default=None)
        return sum(values[1:], values[0]) if values else timedelta(0) if self._is_duration(node.rows, node.item, scopes) else 0

    def _is_duration(self, rows: n.Related, item: n.Node, scopes: Mapping[str, _Seen]) -> bool:
        if not isinstance(item, n.Path):
            return False
        nobody = rows.scope not in scopes
        at = self._of_caller(rows.refs) if nobody else self._walk(scopes[rows.scope], rows.refs, guarded=False).resource
        at = self.contract.resources[at.relations[rows.relation].target]
        for reference in item.refs:
            at = self.contract.resources[at.fields[reference].target or ""]
        return _declared(at, item.field).type.kind == "duration"

    def _of(self, node: n.Node, scopes: Mapping[str, _Seen], *, guarded: bool) -> Any:  # noqa: C901
        """The value of an expression; None is NULL, and as a condition unknown."""

        def of(part: n.Node) -> Any:
            return self._of(part, scopes, guarded=guarded)

        match node:
            case n.Path():
                return self._path(node, scopes, guarded=guarded)
            case n.Constant(value, _):
                return value
            case n.Always():
                return True
            case n.Never():
                return False
            case n.Compare(op, left, right):
                return _compared(op, of(left), of(right))
            case n.In(item, options):
                value = of(item)
                return None if value is None and options else any(_compared("eq", value, of(one)) for one in options)
            case n.IsNull(item):
                return of(item) is None
            case n.And(parts):
                return _all([of(part) for part in parts])
            case n.Or(parts):
                return _negated(_all([_negated(of(part)) for part in parts]))
            case n.Not(item):
                return _negated(of(item))
            case n.NotTrue(item):
                return of(item) is not True
            case n.Arithmetic(op, left, right):
                return _calculated(op, of(left), of(right))
            case n.Coalesce(item, otherwise):
                value = of(item)
                return of(otherwise) if value is None else value
            case n.Case(whens, otherwise):
                return next((of(then) for test, then in whens if of(test) is True), of(otherwise))
            case n.Call(name, argument, extra):
                return _called(name, of(argument), None if extra is None else of(extra))
            case n.Now():
                return self.world.now
            case n.Today():
                return self.world.now.astimezone(UTC).date()
            case n.Exists(rows):
                return any(True for _ in self._related(rows, scopes, guarded=guarded))
            case n.Aggregate():
                return self._aggregate(node, scopes, guarded=guarded)
        raise TypeError(node)


# ---- values ------------------------------------------------------------------------------------------------------------------
def _all(values: list[Any]) -> bool | None:
    if any(value is False for value in values):
        return False
    return None if any(value is None for value in values) else True


def _negated(value: Any) -> bool | None:
    return None if value is None else not value


def _order(value: Any) -> Any:
    """NULL before everything, texts by code point (which is the order of their bytes in UTF-8)."""
    if value is None:
        return (0,)
    if isinstance(value, Enum):
        value = value.value
    return (1, str(value) if isinstance(value, UUID) else value)


def _compared(op: str, left: Any, right: Any) -> bool | None:
    if left is None or right is None:
        return None
    a, b = _order(left), _order(right)
    return {"eq": a == b, "ne": a != b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[op]


def _filtered(op: str, value: Any, wanted: Any) -> bool | None:
    if op == "isnull":
        return (value is None) is wanted
    if op == "in":
        return None if value is None else any(_compared("eq", value, one) for one in wanted)
    if op == "contains":
        return None if value is None else wanted in value
    if op == "prefix":
        return None if value is None else str(value).startswith(wanted)
    return _compared(op, value, wanted)


def _calculated(op: str, left: Any, right: Any) -> Any:
    if left is None or right is None:
        return None
    return left + right if op == "add" else left - right if op == "sub" else left * right


def _called(name: str, value: Any, extra: Any) -> Any:
    if value is None or (name == "contains" and extra is None):
        return None
    if name == "lower":
        return "".join(chr(ord(one) + 32) if "A" <= one <= "Z" else one for one in value)
    if name == "day":
        return value.astimezone(UTC).date()
    if name == "month":
        return value.astimezone(UTC).date().replace(day=1)
    if name == "contains":
        return extra in value
    return _rounded(Decimal(value), extra)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _fitted(computed: ComputedContract, value: Any) -> Any:
    if computed.type.kind == "decimal" and value is not None:
        return _rounded(Decimal(value), getattr(computed.type, "places", 0))
    return value


def as_json(kind: str, value: Any, places: int = 0) -> Any:
    """A value as JSON shows it."""
    match kind:
        case "decimal":
            return f"{Decimal(value) + 0:.{places}f}"
        case "timestamp":
            return value.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"
        case "date":
            return value.isoformat()
        case "duration":
            whole, rest = divmod(value // timedelta(microseconds=1), 1_000_000)
            return (value // timedelta(microseconds=1)) / 1_000_000 if rest else whole
        case "uuid" | "bigint":
            return str(value)
        case "time":
            return value.isoformat(timespec="microseconds")
        case "bytes":
            return b64encode(value).decode()
        case "enumeration":
            return value.value
        case "boolean":
            return bool(value)
    return value


def data_bytes(data: Any) -> bytes:
    """An answer's data, byte by byte."""
    return msgspec.json.encode(data)


def known(node: n.Node) -> bool | None:
    """What a condition comes to for every row, where that can be said of it."""
    match node:
        case n.Always():
            return True
        case n.Never():
            return False
        case n.And(parts):
            return _all([known(part) for part in parts])
        case n.Or(parts):
            return _negated(_all([_negated(known(part)) for part in parts]))
        case n.Not(item):
            return _negated(known(item))
        case n.NotTrue(item):
            return _negated(known(item))
    return None


# ---- parts of a declaration --------------------------------------------------------------------------------------------------
def _declared(resource: ResourceContract, name: str) -> FieldContract | ComputedContract:
    return resource.fields.get(name) or resource.computed[name]


def _name(leaf: n.Path | n.Related) -> str:
    return leaf.field if isinstance(leaf, n.Path) else leaf.relation


def _leaves(value: Any) -> Iterator[n.Path | n.Related]:
    """Paths and relations, a relation before what is said of its rows."""
    if isinstance(value, n.Path | n.Related):
        yield value
    if isinstance(value, tuple):
        for one in value:
            yield from _leaves(one)
    elif is_dataclass(value) and type(value).__module__ == n.__name__:
        for part in fields(value):
            yield from _leaves(getattr(value, part.name))


__all__ = ["Asked", "Naive", "Row", "Told", "Unanswerable", "World", "as_json", "data_bytes", "known"]


def words_of(text: str) -> list[str]:
    """Character by character: what is a letter, a digit or a mark goes on with a word."""
    found = [""]
    for one in normalize("NFKC", normalize("NFKC", text).casefold()):
        if category(one)[0] in "LNM":
            found[-1] += one
        else:
            found.append("")
    return [word for word in found if word]
