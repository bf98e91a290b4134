"""A change set applied in one transaction: what it rests on is looked at again, rows are written, and then looked at as they are now.

Everything is compiled and bound on the loop; the work itself runs on the writer's thread, perhaps twice, and changes nothing but rows.
Order of refusals: what may not be seen (404), what may not be done (403), what changed since (412, 409), what refers to nothing that
may be seen (400), then rules, then checks. A row is judged before it is written, and again when all of the set is written.
"""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import Always, Node
from bedplate.errors import Forbidden, NotFound, Refusal
from bedplate.storage import writing
from bedplate.storage.compiled import Compiled, compiled, parameters
from bedplate.storage.conflicts import AccountGone, RaceLost
from bedplate.storage.idempotency import keep_for, replay_for
from bedplate.storage.judging import check_values, refusal_of, seen, told_at, verdict
from bedplate.storage.lifting import Lifting
from bedplate.storage.linking import LinkPlan, Links, link_plan, require_room, write_links
from bedplate.storage.outbox import insert_events
from bedplate.storage.plans import Kept, SelectionPlans, chosen_variant
from bedplate.storage.queries import select_permission
from bedplate.storage.select import actor_key, variant_slots
from bedplate.storage.sqlite import ConstraintBroken, Stored, Transaction
from bedplate.storage.writing import After
from bedplate.values import BODY, Access, Applied, ChangeSet, Delete, Guard, Insert, LinkChange, Selection, Step, Update

__all__ = ["Applier"]

_NODES = Always.__module__

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Caller:
    """Who a change set is bound for."""

    key: Stored
    now: datetime


@dataclass(frozen=True, slots=True)
class _Write:
    """One change, compiled. `slots` are the stored values and the values of expressions; `answer` those of the answer's selection."""

    change: Insert | Update | Delete
    resource: ResourceContract
    before: Compiled | None
    statement: Compiled | None
    slots: tuple[object, ...]
    after: After | None
    answer: tuple[object, ...]
    imagined: Callable[[], After] | None
    links: tuple[Links, ...] = ()


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A whole change set, compiled."""

    change: ChangeSet
    caller: _Caller
    require: tuple[Compiled, Key] | None
    guards: tuple[tuple[Compiled, tuple[object, ...], Guard], ...]
    writes: tuple[_Write, ...]
    read: Compiled | None  # of the answer, where no write gives it


class Applier:
    """Compiles change sets by their shape."""

    def __init__(self, contract: Contract, selections: SelectionPlans) -> None:
        self._contract = contract
        self._selections = selections
        self.statements: Kept[Any] = Kept()

    def work(self, change: ChangeSet) -> Callable[[Transaction], Applied]:
        """What the writer runs."""
        prepared = self._prepare(change)
        return lambda transaction: _apply(transaction, prepared)

    # ---- compiling
    def _prepare(self, change: ChangeSet) -> _Prepared:
        caller = _Caller(actor_key(self._contract, change.actor), change.now)
        fused = _fused(change)
        writes = tuple([self._write(change, one, fused[1] if fused and fused[0] is one else None) for one in change.changes])
        read, answer = None, change.answer
        if answer is not None and answer.selection is not None and not fused:
            read = self._selections.plan(change.access, answer.selection, answer.slots).statement
        return _Prepared(change, caller, self._require(change), tuple([self._guard(change, one) for one in change.guards]), writes, read)

    def _require(self, change: ChangeSet) -> tuple[Compiled, Key] | None:
        if change.require is None:
            return None
        name, verb, key = change.require
        access, resource = change.access, self._contract.resources[name]
        if key:
            return self._before(change, resource, verb, ()), key
        make = lambda: compiled(select_permission(self._contract, access, resource, verb, keyed=False))  # noqa: E731
        return self.statements.get(("permission", access, name, verb), make), ()

    def _guard(self, change: ChangeSet, one: Guard) -> tuple[Compiled, tuple[object, ...], Guard]:
        resource, fields = self._contract.resources[one.resource], tuple(one.fields)
        lifting = Lifting(tuple(one.fields.values()))
        where = tuple([lifting.lift(node) for node in one.where])
        make = lambda: writing.guard(self._contract, change.access, resource, fields, where)  # noqa: E731
        return self.statements.get(("guard", change.access, one.resource, fields, where), make), tuple(lifting.values), one

    def _before(
        self, change: ChangeSet, resource: ResourceContract, verb: str | None, given: tuple[str, ...], one: Update | Delete | None = None
    ) -> Compiled:
        within = one.within[0] if one is not None and one.within is not None else None
        make = lambda: writing.before(self._contract, change.access, resource, verb, given, within)  # noqa: E731
        found: Compiled = self.statements.get(("before", change.access, resource.name, verb, given, within), make)
        return found

    def _write(self, change: ChangeSet, one: Insert | Update | Delete, fused: Step | None) -> _Write:
        resource = self._contract.resources[one.resource]
        if isinstance(one, Insert):
            return self._insert(change, one, resource, fused)
        if isinstance(one, Update):
            return self._update(change, one, resource, fused)
        before = self._before(change, resource, "delete" if one.authority == "caller" else None, (), one) if _asked(change, one) else None
        statement = self.statements.get(("delete", one.resource), lambda: writing.delete(resource))
        return _Write(one, resource, before, statement, (), None, (), None)

    def _insert(self, change: ChangeSet, one: Insert, resource: ResourceContract, fused: Step | None) -> _Write:
        names = tuple(one.values)
        stored = tuple([None if value is None else resource.fields[name].type.store(value) for name, value in one.values.items()])
        returning = not one.key
        statement = self.statements.get(
            ("insert", one.resource, names, returning), lambda: writing.insert(resource, names, returning=returning))
        verb, given = ("create", _given(one, names)) if one.authority == "caller" else (None, ())
        after, slots = self._after(change, resource, verb, given, None, (), fused)
        imagined = None
        if verb is not None:
            imagined = self._imagined(change, resource, verb, given, dict.fromkeys(names), new=True)
        return _Write(one, resource, None, statement, stored, after, slots, imagined, self._links(change, one, resource) if one.links else ())

    def _update(self, change: ChangeSet, one: Update, resource: ResourceContract, fused: Step | None) -> _Write:
        values = _stamped(one, resource, change.now)
        nodes = {name: value for name, value in values.items() if type(value).__module__ == _NODES}
        plain = {name: value for name, value in values.items() if name not in nodes}
        lifting = Lifting(tuple([None if value is None else resource.fields[name].type.store(value) for name, value in plain.items()]))
        assigned: dict[str, Node | None] = dict.fromkeys(plain)
        assigned.update({name: lifting.lift(cast("Node", node)) for name, node in nodes.items()})
        statement = None
        if assigned or (one.links and not resource.adopted):
            access = change.access if nodes else None
            statement = self.statements.get(
                ("update", access, one.resource, tuple(assigned.items())),
                lambda: writing.update(self._contract, change.access, resource, assigned))
        verb, given = (one.verb, _given(one, tuple(values))) if one.authority == "caller" else (None, ())
        before = None
        if _asked(change, one):
            before = self._before(change, resource, None if one.authority == "system" else one.verb, given, one)
        written = tuple(assigned) or tuple([link.relation for link in one.links])
        after, slots = self._after(change, resource, verb, given, written, tuple(nodes), fused)
        imagined = None
        if verb is not None:
            imagined = self._imagined(change, resource, verb, given, assigned, new=False)
        links = self._links(change, one, resource) if one.links else ()
        return _Write(one, resource, before, statement, tuple(lifting.values), after, slots, imagined, links)

    def _links(self, change: ChangeSet, one: Insert | Update, resource: ResourceContract) -> tuple[Links, ...]:
        access = change.access if one.authority == "caller" else None
        return tuple([Links(self._link_plan(access, resource, link), link, f"{one.place}.{link.relation}") for link in one.links])

    def _link_plan(self, access: Access | None, resource: ResourceContract, link: LinkChange) -> LinkPlan:
        make = lambda: link_plan(self._contract, access, resource, resource.relations[link.relation], replace=link.replace)  # noqa: E731
        found: LinkPlan = self.statements.get(("links", access, resource.name, link.relation, link.replace), make)
        return found

    def _after(
        self, change: ChangeSet, resource: ResourceContract, verb: str | None, given: tuple[str, ...], written: tuple[str, ...] | None,
        computed: tuple[str, ...], fused: Step | None,
    ) -> tuple[After | None, tuple[object, ...]]:
        answer: Selection | None = None if fused is None else fused.selection
        slots = () if fused is None else fused.slots
        variant = chosen_variant(variant_slots(answer), slots) if answer is not None else frozenset[int]()
        changed = None if written is None else written[:1]
        make = lambda: (  # noqa: E731
            writing.after(self._contract, change.access, resource, verb, given, changed, computed, answer, variant),)
        place = ("after", change.access, resource.name, verb, given, changed, computed, answer, variant)
        return self.statements.get(place, make)[0], slots

    def _imagined(
        self, change: ChangeSet, resource: ResourceContract, verb: str, given: tuple[str, ...], assigned: writing.Assigned, *, new: bool
    ) -> Callable[[], After]:
        return lambda: writing.imagined(self._contract, change.access, resource, verb, given, assigned, new=new)


def _fused(change: ChangeSet) -> tuple[Insert | Update, Step] | None:
    """The write whose row is the answer, with the answer: the look at that row, which comes after all writes, then gives it too."""
    answer = change.answer
    if answer is None or answer.selection is None:
        return None
    resource = answer.selection.resource
    written = [one for one in change.changes if not isinstance(one, Delete) and one.resource == resource and one.key == answer.key]
    if not written or (not answer.key and len(written) > 1):
        return None
    return written[-1], answer


def _given(one: Insert | Update, names: Sequence[str]) -> tuple[str, ...]:
    if not one.given:
        return ()
    return tuple([name for name in (*names, *(link.relation for link in one.links)) if name in one.given])


def _asked(change: ChangeSet, one: Update | Delete) -> bool:
    """Whether the row is looked at before. The right to an action is asked once for its row, and that row needs no second look."""
    if one.match or one.authority == "caller":
        return True
    verb = one.verb if isinstance(one, Update) else None
    return one.authority == "granted" and verb is not None and change.require != (one.resource, verb, one.key)


def _stamped(one: Update, resource: ResourceContract, now: datetime) -> dict[str, object]:
    values = dict(one.values)
    if values or one.links:
        for name, field in resource.fields.items():
            if field.automatic == "updated_at" and name not in values:
                values[name] = now
    return values


# ---- on the writer's thread ------------------------------------------------------------------------------------------------------
def _apply(transaction: Transaction, prepared: _Prepared) -> Applied:
    change = prepared.change
    replay = replay_for(transaction, change)
    if replay is not None:
        return Applied(None, replayed=replay)
    _ask(transaction, prepared)
    keys = [_written(transaction, prepared, one) for one in prepared.writes]
    linked = [(links, _binding(prepared, key)) for one, key in zip(prepared.writes, keys, strict=True) for links in one.links]
    for links, bind in linked:  # when all rows are there
        write_links(transaction, links, bind)
    answer: tuple[Stored, ...] = ()
    for one, key in zip(prepared.writes, keys, strict=True):
        if one.after is not None:
            answer = _judged(transaction, prepared, one, one.after, key) or answer
    for links, bind in linked:
        require_room(transaction, links, bind)
    insert_events(transaction, change.events, change.now)
    made = tuple([key for one, key in zip(prepared.writes, keys, strict=True) if isinstance(one.change, Insert)])
    applied = _answered(transaction, prepared, answer, made)
    keep_for(transaction, change, applied)
    return applied


def _bound(prepared: _Prepared, statement: Compiled, slots: Sequence[object], key: Key) -> list[Stored]:
    return parameters(statement, prepared.caller.key, prepared.caller.now, slots, key)


def _binding(prepared: _Prepared, key: Key) -> Callable[[Compiled, Sequence[object]], list[Stored]]:
    return lambda statement, slots: _bound(prepared, statement, slots, key)


def _ask(transaction: Transaction, prepared: _Prepared) -> None:
    if prepared.require is not None:
        statement, key = prepared.require
        if key:
            _look(transaction, prepared, statement, key, ())
        elif not transaction.run(statement.text, _bound(prepared, statement, (), ())):
            raise Forbidden
    for statement, slots, guard in prepared.guards:
        if not transaction.run(statement.text, _bound(prepared, statement, slots, guard.key)):
            raise (guard.otherwise or RaceLost)()


def _look(transaction: Transaction, prepared: _Prepared, statement: Compiled, key: Key, match: Sequence[str], place: str = BODY, slots: tuple[Stored, ...] = ()) -> bool:
    """The look at a row before it is written. False: it is not there at all."""
    rows = transaction.run(statement.text, _bound(prepared, statement, slots, key))
    if not rows:
        if prepared.change.access.kind is None:
            return False
        raise AccountGone
    return seen(rows[0], match, place)


def _written(transaction: Transaction, prepared: _Prepared, write: _Write) -> Key:
    one = write.change
    if isinstance(one, Insert):
        return _inserted(transaction, prepared, write, one)
    if write.before is not None and not _look(transaction, prepared, write.before, one.key, one.match, one.place, _whole_of(write.resource, one)):
        _missing(prepared, one)
        return one.key
    if write.statement is not None:
        _run(transaction, prepared, write, one.key)
        if not transaction.changes() and write.before is None:
            _missing(prepared, one)
    return one.key


def _whole_of(resource: ResourceContract, one: Update | Delete) -> tuple[Stored, ...]:
    """The stored key of the row that it must refer to, where it must."""
    return () if one.within is None else (resource.fields[one.within[0]].type.store(one.within[1]),)


def _missing(prepared: _Prepared, one: Update | Delete) -> None:
    """The row is gone: with another row of the set that it hung on, or for good."""
    if isinstance(one, Delete) and one.within is None and any(isinstance(other, Delete) and other is not one for other in prepared.change.changes):
        return
    raise told_at(NotFound() if one.authority == "caller" else RaceLost(), one.place)


def _inserted(transaction: Transaction, prepared: _Prepared, write: _Write, one: Insert) -> Key:
    rows = _run(transaction, prepared, write, one.key)
    if one.key:
        return one.key
    kinds = [write.resource.fields[part].type for part in write.resource.key]
    return tuple([kind.load(value) for kind, value in zip(kinds, rows[0], strict=True)])


def _run(transaction: Transaction, prepared: _Prepared, write: _Write, key: Key) -> list[tuple[Stored, ...]]:
    statement = write.statement
    assert statement is not None
    try:
        return transaction.run(statement.text, _bound(prepared, statement, write.slots, key))
    except ConstraintBroken as error:
        raise _refused(transaction, prepared, write, key, error) from error


def _refused(transaction: Transaction, prepared: _Prepared, write: _Write, key: Key, error: ConstraintBroken) -> Refusal:
    rows = None
    look = write.imagined() if write.imagined is not None else None
    if look is not None:
        rows = transaction.run(look.statement.text, _bound(prepared, look.statement, write.slots, key))
    return refusal_of(write.change, write.resource, error, look, rows)


def _judged(transaction: Transaction, prepared: _Prepared, write: _Write, look: After, key: Key) -> tuple[Stored, ...]:
    """The look at a row after all is written; gives the answer's columns if they are among it."""
    rows = transaction.run(look.statement.text, _bound(prepared, look.statement, write.answer, key))
    if not rows and prepared.change.access.kind is not None:
        raise AccountGone
    if not rows or not rows[0][0]:
        if any(isinstance(other, Delete) for other in prepared.change.changes):
            return ()  # the same set deleted it again
        raise RuntimeError(f"a {write.resource.name} was written under another key than it was said to have")
    row = rows[0]
    refusal = verdict(look, row, write.change.place)
    if refusal is not None:
        raise refusal
    check_values(look, write.resource, row)
    return row[-2:] if look.answered else ()


def _answered(transaction: Transaction, prepared: _Prepared, answer: tuple[Stored, ...], made: tuple[Key, ...]) -> Applied:
    change, step = prepared.change, prepared.change.answer
    if prepared.read is not None and step is not None:
        key = step.key or (made[0] if made else ())
        rows = transaction.run(prepared.read.text, _bound(prepared, prepared.read, step.slots, key)) if key else []
        answer = (rows[0][0], rows[0][2]) if rows else ()
    elif step is None or step.selection is None:
        return Applied(change.body, keys=made)
    if not answer or answer[0] is None:
        return Applied(None, keys=made)
    body, revision = answer
    return Applied(cast("str", body).encode(), cast("int", revision or 0), keys=made)
