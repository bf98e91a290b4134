"""What becomes of a write: the status that a naive reading of the rules predicts, and the rows as they are afterwards.

Like `naive` it knows the Contract only. A write is taken in thought in a world of its own; it stands, or it is refused and the world is
as it was. In this order: who may never do this (401, 403), an account that is gone (401), a row that is not there or may not be read
(404), a rule that does not hold on the row as it is (403), a reference to what may not be read (400, or 404 for the one in the path), a
rule that does not hold on the row as it would be (403), then sets, checks and what refers to it (409).
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bedplate.declarations.contract import CheckContract, ResourceContract, Rule
from bedplate.declarations.nodes import ROW, Node, Related

from .naive import Naive, Row, Unanswerable, _leaves, gone, known

Rows = Mapping[str, Mapping[Any, Row]]


@dataclass(frozen=True)
class Written:
    """What a write came to. `row`: the key of the row that is answered. `unsure`: of the rows that go along some forbid others to go,
    or would break a check without them, and it depends on which are looked at first whether it is a 409 instead."""

    status: int
    rows: Rows
    row: Any = None
    unsure: bool = False


class Writer(Naive):
    """The writes of one caller, in the world as it is now."""

    # ---- requests ------------------------------------------------------------------------------------------------------------
    def create(self, resource: ResourceContract, key: Any, given: Row, parent: str | None) -> Written:
        """A row with these fields of input; `parent` names the reference that came in the path."""
        try:
            self._may_ever(resource, "create", keyed=False)
            row = self._complete(resource, key, given)
            after = self._written(resource, key, row, given, "create", parent)
        except Unanswerable as end:
            return Written(end.status, self.world.rows)
        return Written(201, after.world.rows, key)

    def update(self, resource: ResourceContract, key: Any, given: Row, *, stale: bool = False) -> Written:
        """A merge patch. `stale`: it names a revision that the row has not."""
        try:
            self._may_ever(resource, "update", keyed=True)
            row = self._row(resource, key)
            self.require_rules(resource, row, given, "update", readable=True)
            self._require_fresh(stale=stale)
            changed = {**row, **given, **({one.name: self.world.now for one in resource.fields.values() if one.automatic == "updated_at"} if given else {})}
            after = self._written(resource, key, changed, given, "update", None)
        except Unanswerable as end:
            return Written(end.status, self.world.rows)
        return Written(200, after.world.rows, key)

    def delete(self, resource: ResourceContract, key: Any, *, stale: bool = False) -> Written:
        """With all that hangs on it."""
        try:
            self._may_ever(resource, "delete", keyed=True)
            row = self._row(resource, key)
            self.require_rules(resource, row, {}, "delete", readable=True)
            self._require_fresh(stale=stale)
            if resource.deletion == "own":
                rows, unsure = self.marked(resource, key), False
            else:
                going, unsure = self._goes(resource, key)
                rows = self._without(going)
            self._in(rows).require_wholes(self, [(resource, key)])
        except Unanswerable as end:
            return Written(end.status, self.world.rows)
        return Written(204, rows, unsure=unsure)

    def restore(self, resource: ResourceContract, key: Any) -> Written:
        """A deleted row with all that went with it."""
        try:
            row = self._deleted_row(resource, key, "restore")
            if any(self._lies_below(resource, row)):
                raise Unanswerable(409)
            rows = self._unmarked(resource, key)
            after = self._in(rows)
            if not after.permitted(resource, rows[resource.name][key], "restore"):
                taken = all(after.takes(self.contract.resources[name], rows[name][at]) for name, at in after._changed_from(self))
                raise Unanswerable(403 if taken else 409)
            for name, at in after._changed_from(self):
                if not gone(rows[name][at]) and not after.takes(self.contract.resources[name], rows[name][at]):
                    raise Unanswerable(409)
            after.require_checks(resource, rows[resource.name][key])
            after.require_wholes(self, [(resource, key)])
        except Unanswerable as end:
            return Written(end.status, self.world.rows)
        return Written(200, rows, key)

    def purge(self, resource: ResourceContract, key: Any) -> Written:
        """For good, as a deletion of a row that is not marked would be."""
        try:
            self._deleted_row(resource, key, "purge")
            going, unsure = self._goes(resource, key)
            rows = self._without(going)
            self._in(rows).require_wholes(self, [(resource, key)])
        except Unanswerable as end:
            return Written(end.status, self.world.rows)
        return Written(204, rows, unsure=unsure)

    @staticmethod
    def _require_fresh(*, stale: bool) -> None:
        if stale:
            raise Unanswerable(412)

    def _row(self, resource: ResourceContract, key: Any) -> Row:
        row = self.world.rows[resource.name].get(key)
        if row is None or gone(row):
            raise Unanswerable(404)
        return row

    def _deleted_row(self, resource: ResourceContract, key: Any, verb: str) -> Row:
        self._may_ever(resource, verb, keyed=True)
        row = self.world.rows[resource.name].get(key)
        if row is None or not self.row_readable(resource, row) or (gone(row) and not self.may_return(resource, row)):
            raise Unanswerable(404)
        if not self.verb_allowed(resource, row, verb):
            raise Unanswerable(403)
        if not gone(row):
            raise Unanswerable(409)
        return row

    def require_history(self, resource: ResourceContract, key: Any) -> None:
        """That the caller may read the history of a row, which may be a deleted one."""
        self._may_ever(resource, "history", keyed=True)
        row = self.world.rows[resource.name].get(key)
        if row is None or not self.row_readable(resource, row) or (gone(row) and not self.may_return(resource, row)):
            raise Unanswerable(404)
        if not self.verb_allowed(resource, row, "history"):
            raise Unanswerable(403)

    def _hangs_on(self, resource: ResourceContract) -> list[Any]:
        return [one for one in resource.fields.values() if one.target is not None and (one.on_delete == "cascade" or one.name == resource.part_of)]

    def _lies_below(self, resource: ResourceContract, row: Row) -> Iterator[tuple[str, Any]]:
        """The deleted rows that a row hangs on."""
        for one in self._hangs_on(resource):
            above = self.world.rows[one.target].get(row[one.name])
            if above is not None and gone(above):
                yield one.target, above

    def marked(self, resource: ResourceContract, key: Any) -> Rows:
        rows = {name: {at: dict(row) for at, row in found.items()} for name, found in self.world.rows.items()}
        rows[resource.name][key]["deleted_at"] = self.world.now
        waiting = [(resource.name, key)]
        while waiting:
            above, at = waiting.pop()
            for name, one in self.contract.resources.items():
                for reference in self._hangs_on(one) if one.deletion else ():
                    for child, row in rows[name].items():
                        if reference.target == above and row[reference.name] == at and not gone(row):
                            row.update(deleted_at=self.world.now, deleted_with=f"{resource.name}:{key}")
                            waiting.append((name, child))
        return rows

    def _unmarked(self, resource: ResourceContract, key: Any) -> Rows:
        rows = {name: {at: dict(row) for at, row in found.items()} for name, found in self.world.rows.items()}
        back = self._in(rows)
        group = f"{resource.name}:{key}"
        self._bring_back(resource, rows[resource.name][key])
        moved = True
        while moved:
            moved = False
            for name, found in rows.items():
                for row in found.values():
                    if row.get("deleted_with") == group and not any(back._lies_below(self.contract.resources[name], row)):
                        row.update(deleted_at=None, deleted_with=None)
                        moved = True
        for name, found in rows.items():
            for row in found.values():
                if row.get("deleted_with") == group:
                    above, parent = next(back._lies_below(self.contract.resources[name], row))
                    row["deleted_with"] = parent["deleted_with"] or f"{above}:{parent['id']}"
        return rows

    def _bring_back(self, resource: ResourceContract, row: dict[str, Any]) -> None:
        row.update(deleted_at=None, deleted_with=None, **{one.name: self.world.now for one in resource.fields.values() if one.automatic == "updated_at"})

    def _changed_from(self, before: Writer) -> list[tuple[str, Any]]:
        return [(name, at) for name, found in self.world.rows.items() for at, row in found.items() if row != before.world.rows[name][at]]

    def _written(self, resource: ResourceContract, key: Any, row: Row, given: Row, verb: str, parent: str | None) -> Writer:
        """The world with the row in it. What the table itself does not take (a reference, a set, a check over own columns) is judged all the same, by
        its references and rules before its state, but among the rows as they are: it never was one of them."""
        after = self._in({**self.world.rows, resource.name: {**self.world.rows[resource.name], key: row}})
        taken = after.takes(resource, row)
        judge = after if taken else self
        judge.require_references(resource, row, given, parent)
        judge.require_rules(resource, row, given, verb, readable=False)
        if not taken:
            raise Unanswerable(409)
        if verb == "create" or given:
            after.require_checks(resource, row)
        after.require_wholes(self, [(resource, key)])
        return after

    # ---- who may ----------------------------------------------------------------------------------------------------------------
    def _may_ever(self, resource: ResourceContract, verb: str, *, keyed: bool) -> None:
        if self.kind is None:
            if not self._strangers_ever(resource, verb) or not self.ever(resource, verb):
                raise Unanswerable(401)
            return
        if not self.ever(resource, verb):
            raise Unanswerable(404 if keyed and not self.ever(resource, "read") else 403)
        if self.me is None or self.me.get("disabled_at") is not None:
            raise Unanswerable(401)

    def strangers_may(self, resource: ResourceContract, verb: str) -> bool:
        """Whether the verb is open to strangers at all."""
        return self._strangers_ever(resource, verb)

    def ever(self, resource: ResourceContract, verb: str) -> bool:
        """Whether the rules let anybody of this kind do this to some row."""
        rules = _of(resource, verb)
        if verb in ("restore", "purge", "history") and not any(rule.effect == "allow" for rule in rules):
            return False  # what nothing opens but a rule of its own
        mine = [rule for rule in rules if self._speaks_to_me(rule)]
        if any(rule.effect == "forbid" and known(rule.node) is True for rule in mine):
            return False
        walled = resource.tenant is not None and not self._has_tenant(resource)
        opened = any(rule.effect == "allow" and known(rule.node) is not False and (rule.across_tenants or not walled) for rule in mine)
        if resource.part_of is None:
            return opened
        parent = self.contract.resources[resource.fields[resource.part_of].target or ""]
        replaced = any(rule.effect == "allow" for rule in rules)
        asked = ("read",) if verb == "read" or replaced else ("read", "update")
        return (opened if replaced else not walled) and all(self.ever(parent, each) for each in asked)

    def permitted(self, resource: ResourceContract, row: Row, verb: str) -> bool:
        """By the rules of a verb, the tenant, and the row that it is a part of: readable for everything, updatable to be written, unless
        the part has rules of its own for the verb."""
        rules = _of(resource, verb)
        if any(rule.effect == "forbid" and self._speaks_to_me(rule) and self._holds(rule, resource, row) for rule in rules):
            return False
        allowing = [rule for rule in rules if rule.effect == "allow"]
        if resource.part_of is None:
            return self._some_allows(allowing, resource, row)
        parent = self._target(resource, row, resource.part_of)
        if parent.row is None or not self.row_readable(parent.resource, parent.row):
            return False
        if allowing:
            return self._some_allows(allowing, resource, row)
        return self._in_tenant(resource, row) and self.permitted(parent.resource, parent.row, "update")

    def _field_permitted(self, resource: ResourceContract, row: Row, name: str, verb: str) -> bool:
        rules = [rule for rule in resource.rules if name in rule.fields and verb in rule.verbs]
        mine = [rule for rule in rules if self._speaks_to_me(rule)]
        if any(rule.effect == "forbid" and self._holds(rule, resource, row) for rule in mine):
            return False
        if not any(rule.effect == "allow" for rule in rules):
            return True
        return any(rule.effect == "allow" and self._opens(rule, resource, row) for rule in mine)

    # ---- what must hold -----------------------------------------------------------------------------------------------------------
    def require_rules(self, resource: ResourceContract, row: Row, given: Row, verb: str, *, readable: bool) -> None:
        """On a row as it is here, for the fields that the caller gave."""
        if readable and not self.row_readable(resource, row):
            raise Unanswerable(404)
        if not self.permitted(resource, row, verb) or not all(self._field_permitted(resource, row, name, verb) for name in given):
            raise Unanswerable(403)

    def require_references(self, resource: ResourceContract, row: Row, given: Row, parent: str | None) -> None:
        """What is referred to must be readable, else it is as if it were not there."""
        unseen = []
        for name in given:
            field = resource.fields[name]
            if field.target is not None and row[name] is not None:
                seen = self._target(resource, row, name)
                if seen.row is None or not self.row_readable(seen.resource, seen.row):
                    unseen.append(name)
        if unseen:
            raise Unanswerable(404 if parent in unseen else 400)

    def takes(self, resource: ResourceContract, row: Row) -> bool:
        """Whether the table takes the row: references, unique sets (NULL is equal to nothing), and checks over own columns."""
        key = resource.key[0]
        if any(one.target is not None and row[one.name] not in (None, *self.world.rows[one.target]) for one in resource.fields.values()):
            return False
        for unique in resource.uniques:
            mine = [row[name] for name in unique.fields]
            others = [one for one in self.world.rows[resource.name].values() if one[key] != row[key] and not gone(one)]
            if None not in mine and not gone(row) and any([one[name] for name in unique.fields] == mine for one in others):
                return False
        return all(self._passed(check, resource, row) for check in resource.checks if check.own_columns)

    def require_checks(self, resource: ResourceContract, row: Row) -> None:
        """Those over other rows too."""
        if not all(self._passed(check, resource, row) for check in resource.checks):
            raise Unanswerable(409)

    def require_wholes(self, before: Writer, changed: list[tuple[ResourceContract, Any]]) -> None:
        """The checks of a row that speak of rows that refer to it, where such a row was changed: of the one that it refers to, and referred to."""
        itself = {(one.name, key) for one, key in changed}
        for one, key in changed:
            for whole, by in self._wholes(one):
                for row in (before.world.rows[one.name].get(key), self.world.rows[one.name].get(key)):
                    above = None if row is None else self.world.rows[whole.name].get(row[by])
                    asked = above is not None and not gone(above) and (whole.name, above[whole.key[0]]) not in itself
                    if asked and not all(self._passed(check, whole, above) for check in whole.checks if not check.own_columns):  # type: ignore[arg-type]
                        raise Unanswerable(409)

    def _wholes(self, part: ResourceContract) -> Iterator[tuple[ResourceContract, str]]:
        """Whose checks speak of rows of this kind, by which reference."""
        for whole in self.contract.resources.values():
            found = {pair for check in whole.checks if not check.own_columns for pair in self._spoken_of(whole, check.node)}
            yield from ((whole, by) for target, by in found if target == part.name)

    def _spoken_of(self, resource: ResourceContract, node: Node) -> Iterator[tuple[str, str]]:
        for leaf in _leaves(node):
            if leaf.scope != ROW or leaf.refs:
                continue
            if isinstance(leaf, Related):
                relation = resource.relations[leaf.relation]
                if relation.link is None:
                    yield relation.target, relation.by
            elif leaf.field in resource.computed:
                yield from self._spoken_of(resource, resource.computed[leaf.field].node)

    def _passed(self, check: CheckContract, resource: ResourceContract, row: Row) -> bool:
        return self._of(check.node, self._scopes(resource, row), guarded=False) is True

    # ---- the rows afterwards --------------------------------------------------------------------------------------------------------
    def _complete(self, resource: ResourceContract, key: Any, given: Row) -> Row:
        row: dict[str, Any] = {}
        for name, field in resource.fields.items():
            if name in given:
                row[name] = given[name]
            elif field.serial is not None:
                continue
            elif field.automatic:
                row[name] = {"key": key, "deleted_at": None}.get(field.automatic, self.world.now)
            elif field.default_caller is not None:
                row[name] = self._from_caller(field.default_caller.refs, field.target)
            else:
                row[name] = field.default if field.has_default else None
        for name, field in resource.fields.items():
            if field.serial is not None and name not in row:
                row[name] = self._next(resource, name, row[field.serial.per] if field.serial.per else None)
        row = {**{name: row[name] for name in resource.fields}, **row}
        if resource.deletion:
            row["deleted_with"] = None
        if any(value is None and name in resource.fields and not resource.fields[name].nullable for name, value in row.items()):
            raise Unanswerable(401 if self.kind is None else 403)  # there is nothing of the caller to fill it with
        return row

    def _next(self, resource: ResourceContract, name: str, whole: Any) -> int:
        """One more than was ever given in the series, whatever became of the row; a write that does not stand gives none."""
        per = resource.fields[name].serial.per  # type: ignore[union-attr]
        held = [row[name] for row in self.world.rows[resource.name].values() if per is None or row[per] == whole]
        place = (resource.name, name, whole)
        return max([*held, *([self.world.drawn[place]] if place in self.world.drawn else [])], default=0) + 1

    def _from_caller(self, refs: tuple[str, ...], target: str | None) -> Any:
        """The key that a way from the account ends at, if that is a row of the kind that is wanted."""
        if self.account is None or self.me is None:
            return None
        resource, row, value = self.account, self.me, self.me[self.account.key[0]]
        for reference in refs:
            if reference not in resource.fields or resource.fields[reference].target is None:
                return None
            value = None if row is None else row[reference]
            seen = self._target(resource, row, reference)
            resource, row = seen.resource, seen.row  # type: ignore[assignment]
        return value if resource.name == target else None

    def _in(self, rows: Rows) -> Writer:
        return Writer(replace(self.world, rows=rows), self.kind, None if self.me is None or self.account is None else self.me[self.account.key[0]])

    def _goes(self, resource: ResourceContract, key: Any) -> tuple[set[tuple[str, Any]], bool]:
        """What goes with a row, and whether some of it forbids other of it to go."""
        gone, waiting = {(resource.name, key)}, [(resource.name, key)]
        while waiting:
            for name, at, _ in self._referring(waiting.pop(), "cascade"):
                if (name, at) not in gone:
                    gone.add((name, at))
                    waiting.append((name, at))
        holding = [((name, at), each) for each in gone for name, at, _ in self._referring(each, "restrict")]
        if any(holder not in gone for holder, _ in holding):
            raise Unanswerable(409)
        checked = {name for name, one in self.contract.resources.items() if any(check.own_columns for check in one.checks)}
        emptied = [(name, at) for each in gone for name, at, _ in self._referring(each, "set_null") if name in checked]
        return gone, bool(holding) or any(one in gone for one in emptied)

    def _without(self, gone: set[tuple[str, Any]]) -> Rows:
        rows = {name: {at: dict(row) for at, row in found.items() if (name, at) not in gone} for name, found in self.world.rows.items()}
        changed = [(name, at, reference) for each in gone for name, at, reference in self._referring(each, "set_null") if at in rows[name]]
        for name, at, reference in changed:
            rows[name][at][reference] = None
        after = self._in(rows)
        if not all(after.takes(self.contract.resources[name], rows[name][at]) for name, at, _ in changed):
            raise Unanswerable(409)
        return rows

    def _referring(self, to: tuple[str, Any], how: str) -> Iterator[tuple[str, Any, str]]:
        """(resource, key, reference) of the rows that refer to one in this way."""
        for name, resource in self.contract.resources.items():
            for field in resource.fields.values():
                if field.target == to[0] and field.on_delete == how:
                    yield from ((name, at, field.name) for at, row in self.world.rows[name].items() if row[field.name] == to[1])


def _of(resource: ResourceContract, verb: str) -> list[Rule]:
    return [rule for rule in resource.rules if not rule.fields and verb in rule.verbs]


__all__ = ["Writer", "Written"]
