"""Changes of one kind that follow one another, written together: one look at all rows before, one statement stepped for each row, one
look at all rows after. What holds for each is what holds for one alone; only the looks are shared.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, TypeAlias, cast

import msgspec

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import Always, Next, Node
from bedplate.errors import NotFound, Refusal
from bedplate.storage import deletion, writing
from bedplate.storage.changes import given_of, stamped
from bedplate.storage.compiled import Compiled
from bedplate.storage.conflicts import AccountGone, RaceLost, no_such_rows
from bedplate.storage.judging import check_values, refusal_of, seen, told_at, unreadable, verdict
from bedplate.storage.lifting import Lifting
from bedplate.storage.plans import Kept
from bedplate.storage.sqlite import ConstraintBroken, Row, Stored, Transaction
from bedplate.storage.writing import After
from bedplate.values import Access, ChangeSet, Delete, Insert, Update

__all__ = ["Batch", "Batches", "Bound", "json_keys", "judge_batch", "listable", "stored_key", "write_batch"]

_NODES = Always.__module__
_DETAILS_MAX = 100

Key: TypeAlias = tuple[object, ...]
Change: TypeAlias = Insert | Update | Delete
Bound: TypeAlias = Callable[[Compiled, Sequence[object], Sequence[object]], list[Stored]]
"""The parameters of a statement, for slots and a key."""


@dataclass(frozen=True, slots=True)
class Look:
    """The look at some rows of a batch, by their number, once all is written. `assigned` is what the caller is taken to have written."""

    after: After | None
    rows: tuple[int, ...]
    imagined: Callable[[], After] | None


@dataclass(frozen=True, slots=True)
class Batch:
    """Changes of one kind, compiled."""

    changes: Sequence[Change]
    resource: ResourceContract
    before: Compiled | None
    statement: Compiled | None
    slots: Sequence[Sequence[object]]
    looks: tuple[Look, ...]
    after_deletes: bool  # rows may be gone with rows that the same set deleted before
    follow: deletion.Follow | None = None  # what is marked as deleted with each row


# ---- compiling -----------------------------------------------------------------------------------------------------------------
def _kind(contract: Contract, addable: frozenset[str], one: Change) -> tuple[object, ...] | None:
    """What must be equal. None: alone."""
    if isinstance(one, Insert):
        return None if one.links or one.resource not in addable else (Insert, one.resource, tuple(one.values), one.authority, one.why, bool(one.key))
    resource = contract.resources[one.resource]
    if (not isinstance(one, Delete) and one.links) or one.within is not None:
        return None
    if one.authority == "granted" or one.match or not listable(resource):
        return None
    if resource.deletion == "own" and one.verb in ("restore", "purge"):
        return None
    if isinstance(one, Delete):
        return Delete, one.resource, one.authority, one.why, one.verb
    nodes = tuple([value for value in one.values.values() if type(value).__module__ == _NODES])
    if any(isinstance(node, Next) for node in nodes):
        return None  # each draws its number
    return Update, one.resource, tuple(one.values), one.verb, one.given, one.authority, one.why, tuple([id(node) for node in nodes])


def _addable(resource: ResourceContract) -> bool:
    """Rows that draw numbers draw them one by one."""
    return listable(resource) and all(field.serial is None for field in resource.fields.values())


def listable(resource: ResourceContract) -> bool:
    """Keys that keep their value in JSON."""
    return all(resource.fields[name].type.storage in ("TEXT", "INTEGER") for name in resource.key)


class Batches:
    """Compiles batches by their shape."""

    def __init__(self, contract: Contract, statements: Kept[Any], followers: Mapping[str, deletion.Followers]) -> None:
        self._contract = contract
        self._statements = statements
        self._followers = followers
        self._addable = frozenset(one.name for one in contract.resources.values() if _addable(one))

    def runs(self, changes: Sequence[Change]) -> Iterator[tuple[bool, Sequence[Change]]]:
        """The changes in their order, those of one kind that may be written together in one piece; whether they may."""
        for kind, run in groupby(changes, lambda one: _kind(self._contract, self._addable, one)):
            found = [*run]
            yield kind is not None and len(found) > 1, found

    def batch(self, change: ChangeSet, run: Sequence[Change], *, after_deletes: bool) -> Batch:
        """The changes of one run."""
        first = run[0]
        resource = self._contract.resources[first.resource]
        if isinstance(first, Insert):
            return self._inserts(change, [one for one in run if isinstance(one, Insert)], resource)
        if isinstance(first, Update):
            return self._updates(change, [one for one in run if isinstance(one, Update)], resource, after_deletes=after_deletes)
        before = self._before(change.access, resource, "delete" if first.authority == "caller" else None, ())
        if resource.deletion == "own":
            mark = self._statements.get(("mark", first.resource), lambda: deletion.mark(resource))
            return Batch(run, resource, before, mark, [()] * len(run), (), after_deletes, self._followers[first.resource].follow_at(change.now))
        statement = self._statements.get(("delete", first.resource), lambda: writing.delete(resource))
        return Batch(run, resource, before, statement, [()] * len(run), (), after_deletes)

    def _inserts(self, change: ChangeSet, run: Sequence[Insert], resource: ResourceContract) -> Batch:
        names, returning = tuple(run[0].values), not run[0].key
        statement = self._statements.get(
            ("insert", resource.name, names, returning), lambda: writing.insert(resource, names, returning=returning))
        looks: list[Look] = []
        for given, rows in _grouped(run).items():
            verb = "create" if run[0].authority == "caller" else None
            said = tuple([name for name in names if name in given]) if verb else ()
            looks.append(self._look(change.access, resource, verb, said, None, rows, dict.fromkeys(names)))
        return Batch(run, resource, None, statement, _stored(resource, names, [one.values for one in run]), tuple(looks), False)

    def _updates(self, change: ChangeSet, run: Sequence[Update], resource: ResourceContract, *, after_deletes: bool) -> Batch:
        values = [stamped(one, resource, change.now) for one in run]
        first = run[0]
        nodes = {name: value for name, value in values[0].items() if type(value).__module__ == _NODES}
        plain = tuple([name for name in values[0] if name not in nodes])
        lifting = Lifting((None,) * len(plain))
        assigned: dict[str, Node | None] = {**dict.fromkeys(plain), **{name: lifting.lift(cast("Node", node)) for name, node in nodes.items()}}
        lifted = tuple(lifting.values[len(plain) :])
        names = tuple(assigned)
        verb, given = (first.verb, given_of(first, tuple(values[0]))) if first.authority == "caller" else (None, ())
        statement = None
        if names:
            statement = self._statements.get(
                ("update", change.access if nodes else None, resource.name, tuple(assigned.items())),
                lambda: writing.update(self._contract, change.access, resource, assigned))
        look = self._look(change.access, resource, verb, given, names, tuple(range(len(run))), assigned, tuple(nodes))
        before = self._before(change.access, resource, verb, given)
        slots = _stored(resource, plain, values)
        return Batch(run, resource, before, statement, [(*one, *lifted) for one in slots] if lifted else slots, (look,), after_deletes)

    def _before(self, access: Access, resource: ResourceContract, verb: str | None, given: tuple[str, ...]) -> Compiled:
        make = lambda: writing.before(self._contract, access, resource, verb, given, each=True)  # noqa: E731
        found: Compiled = self._statements.get(("each before", access, resource.name, verb, given), make)
        return found

    def _look(
        self, access: Access, resource: ResourceContract, verb: str | None, given: tuple[str, ...], written: tuple[str, ...] | None,
        rows: tuple[int, ...], assigned: writing.Assigned, computed: tuple[str, ...] = (),
    ) -> Look:
        changed, new = None if written is None else written[:1], written is None
        make = lambda: (writing.after(self._contract, access, resource, verb, given, changed, computed, each=True),)  # noqa: E731
        after = self._statements.get(("each after", access, resource.name, verb, given, changed, computed), make)[0]
        imagined = None if verb is None else lambda: writing.imagined(self._contract, access, resource, verb, given, assigned, new=new)
        return Look(after, rows, imagined)


def _grouped(run: Sequence[Insert]) -> dict[frozenset[str], tuple[int, ...]]:
    found: dict[frozenset[str], list[int]] = {}
    for index, one in enumerate(run):
        found.setdefault(one.given, []).append(index)
    return {given: tuple(rows) for given, rows in found.items()}


def _stored(resource: ResourceContract, names: Sequence[str], rows: Sequence[Mapping[str, object]]) -> list[tuple[object, ...]]:
    """Field by field: the way to a type's stored form is found once for all rows."""
    columns = [_column(resource.fields[name].type.store, name, rows) for name in names]
    return [*zip(*columns, strict=True)] if columns else [()] * len(rows)


def _column(store: Callable[[Any], Stored], name: str, rows: Sequence[Mapping[str, object]]) -> list[Stored]:
    found: list[Stored] = []
    last: object = None
    kept: Stored = None
    for row in rows:
        value = row[name]
        if value is not last:  # defaults, instants and references are often the very same object in all rows
            last, kept = value, None if value is None else store(value)
        found.append(kept)
    return found


# ---- keys ----------------------------------------------------------------------------------------------------------------------
def stored_key(resource: ResourceContract, key: Key) -> tuple[Stored, ...]:
    """A key as its columns hold it."""
    return tuple([resource.fields[name].type.store(part) for name, part in zip(resource.key, key, strict=True)])


def json_keys(resource: ResourceContract, keys: Sequence[Key]) -> str:
    """Keys as the one array that `Keys` stands for."""
    if len(resource.key) == 1:
        store = resource.fields[resource.key[0]].type.store
        return msgspec.json.encode([store(key[0]) for key in keys]).decode()
    return msgspec.json.encode([stored_key(resource, key) for key in keys]).decode()


# ---- on the writer's thread ----------------------------------------------------------------------------------------------------
def write_batch(transaction: Transaction, batch: Batch, bound: Bound, *, known: bool) -> Sequence[Key]:
    """Look at all rows, then write them in their order; their keys. `known`: the caller has an account, which every look finds or misses."""
    if batch.before is not None:
        rows = transaction.run(batch.before.text, bound(batch.before, (), (json_keys(batch.resource, [one.key for one in batch.changes]),)))
        if not rows and known:
            raise AccountGone
        for number, *row in sorted(rows):
            one = batch.changes[_index(number)]
            if not seen(row, (), one.place) and not (batch.after_deletes and isinstance(one, Delete)):
                raise told_at(NotFound() if one.authority == "caller" else RaceLost(), one.place)
    if batch.statement is not None and batch.follow is not None:
        _mark(transaction, batch, batch.statement, bound, batch.follow)
        return [one.key for one in batch.changes]
    made = _step(transaction, batch, batch.statement, bound) if batch.statement is not None else []
    if not made:
        return [one.key for one in batch.changes]
    kinds = [batch.resource.fields[part].type for part in batch.resource.key]
    return [tuple([kind.load(value) for kind, value in zip(kinds, row, strict=True)]) for row in made]


def _mark(transaction: Transaction, batch: Batch, statement: Compiled, bound: Bound, follow: deletion.Follow) -> None:
    """Each row with what hangs on it, before the next: a row that goes with one before it returns with that one."""
    for one in batch.changes:
        transaction.run(statement.text, bound(statement, (), one.key))
        if transaction.changes():
            follow(transaction, stored_key(batch.resource, one.key)[0])


def _step(transaction: Transaction, batch: Batch, statement: Compiled, bound: Bound) -> list[Row]:
    """Step it for each row. Of an INSERT the slots are the parameters, as they stand."""
    at = -1
    plain = isinstance(batch.changes[0], Insert)

    def each() -> Iterator[Sequence[Any]]:
        nonlocal at
        for at, slots in enumerate(batch.slots):
            yield slots if plain else bound(statement, slots, batch.changes[at].key)

    try:
        return transaction.run_each(statement.text, each())
    except ConstraintBroken as error:
        raise _refused(transaction, batch, at, bound, error) from error


def _refused(transaction: Transaction, batch: Batch, at: int, bound: Bound, error: ConstraintBroken) -> Refusal:
    one = batch.changes[at]
    imagined = next((look.imagined for look in batch.looks if at in look.rows), None)
    look = imagined() if imagined is not None else None
    rows = None
    if look is not None:
        rows = transaction.run(look.statement.text, bound(look.statement, batch.slots[at], one.key))
    return refusal_of(one, batch.resource, error, look, rows)


def judge_batch(transaction: Transaction, batch: Batch, keys: Sequence[Key], bound: Bound, *, known: bool, deleting: bool) -> None:
    """The look at all rows after everything is written: first every reference to what may not be seen, then the first row that may not be."""
    found: list[tuple[int, After, Row]] = []
    for look in batch.looks:
        if look.after is None:
            continue
        listed = json_keys(batch.resource, [keys[index] for index in look.rows])
        rows = transaction.run(look.after.statement.text, bound(look.after.statement, (), (listed,)))
        if not rows and known:
            raise AccountGone
        found += [(look.rows[_index(row[0])], look.after, row[1:]) for row in rows if look.after.values or not all(row[1:])]
    found.sort(key=lambda one: one[0])  # of rows of which all is true there is nothing to say
    missing: list[str] = []
    for index, after, row in found:
        if not row[0] and not deleting:
            raise RuntimeError(f"a {batch.resource.name} was written under another key than it was said to have")
        if row[0] and after.references:
            missing += unreadable(after, row, batch.changes[index].place)
    if missing:
        raise no_such_rows(missing[:_DETAILS_MAX])
    for index, after, row in found:
        if row[0]:
            _require_right(batch, batch.changes[index].place, after, row)


def _require_right(batch: Batch, place: str, after: After, row: Row) -> None:
    refusal = verdict(after, row, place)
    if refusal is not None:
        raise refusal
    if after.values:
        check_values(after, batch.resource, row)


def _index(number: Stored) -> int:
    assert isinstance(number, int)
    return number
