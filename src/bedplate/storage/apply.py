"""A change set applied in one transaction: what it rests on is looked at again, rows are written, and then looked at as they are now.

Everything is compiled and bound on the loop; the work itself runs on the writer's thread, perhaps twice, and changes nothing but rows.
Order of refusals: what may not be seen (404), what may not be done (403), what changed since (412, 409), what refers to nothing that
may be seen (400), then rules, then checks. A row is judged before it is written, and again when all of the set is written.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.declarations.nodes import Always, Next, Node
from bedplate.errors import Forbidden, NotFound, Refusal
from bedplate.storage import deletion, writing
from bedplate.storage.batches import Batch, Batches, Bound, json_keys, judge_batch, runs, stored_key, write_batch
from bedplate.storage.changes import asked, given_of, stamped
from bedplate.storage.compiled import Compiled, compiled, parameters
from bedplate.storage.conflicts import AccountGone, RaceLost
from bedplate.storage.expression_kinds import instant_text
from bedplate.storage.idempotency import keep_for, replay_for
from bedplate.storage.judging import check_values, refusal_of, seen, told_at, verdict
from bedplate.storage.lifting import Lifting
from bedplate.storage.linking import Bind, LinkPlan, Links, link_plan, require_room, write_links
from bedplate.storage.numbers import Draw, draw_for_row, kept_or_next, serials
from bedplate.storage.outbox import insert_events
from bedplate.storage.plans import Kept, SelectionPlans, chosen_variant
from bedplate.storage.queries import select_permission
from bedplate.storage.select import actor_key, variant_slots
from bedplate.storage.sqlite import ConstraintBroken, Stored, Transaction
from bedplate.storage.word_keeping import Unkept, WordKeeper, keep_words
from bedplate.storage.writing import After
from bedplate.values import BODY, Access, Applied, ChangeSet, Delete, Found, Guard, Insert, LinkChange, Selection, Step, Update

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
    draws: tuple[Draw, ...] = ()
    follow: Callable[[Transaction, deletion.Key, str], deletion.Gone] | None = None  # what goes or returns with the row


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A whole change set, compiled."""

    change: ChangeSet
    caller: _Caller
    require: tuple[Compiled, Key] | None
    guards: tuple[tuple[Compiled, tuple[object, ...], Guard], ...]
    writes: tuple[_Write | Batch, ...]
    read: Compiled | None  # of the answer, where no write gives it
    resources: Mapping[str, ResourceContract]
    each: Compiled | None = None
    found: tuple[Compiled, Found] | None = None
    words: Sequence[Unkept] = ()


class Applier:
    """Compiles change sets by their shape."""

    def __init__(self, contract: Contract, selections: SelectionPlans) -> None:
        self._contract = contract
        self._selections = selections
        self.statements: Kept[Any] = Kept()
        self._batches = Batches(contract, self.statements)
        self._serials = serials(contract)
        self._words = WordKeeper(contract)
        self._followers = {one.name: deletion.Followers(contract, one) for one in contract.resources.values() if one.deletion == "own"}

    def work(self, change: ChangeSet) -> Callable[[Transaction], Applied]:
        """What the writer runs."""
        prepared = self._prepare(change)
        return lambda transaction: _apply(transaction, prepared)

    # ---- compiling
    def _prepare(self, change: ChangeSet) -> _Prepared:
        caller = _Caller(actor_key(self._contract, change.actor), change.now)
        fused = _fused(change)
        if len(change.changes) < 2:
            writes: tuple[_Write | Batch, ...] = tuple([self._write(change, one, fused[1] if fused else None) for one in change.changes])
        else:
            writes = tuple(self._writes(change, fused))
        read, answer = None, change.answer
        if answer is not None and answer.selection is not None and not fused:
            read = self._selections.plan(change.access, answer.selection, answer.slots).statement
        guards = tuple([self._guard(change, one) for one in change.guards])
        return _Prepared(
            change, caller, self._require(change), guards, writes, read, self._contract.resources, self._each(change), self._found(change),
            self._words.prepare(change))

    def _writes(self, change: ChangeSet, fused: tuple[Insert | Update, Step] | None) -> Iterator[_Write | Batch]:
        deletes = False
        for together, run in runs(self._contract, change.changes):
            if together and not (fused and fused[0] in run):
                yield self._batches.batch(change, run, after_deletes=deletes)
            else:
                for one in run:
                    yield self._write(change, one, fused[1] if fused and fused[0] is one else None)
            deletes = deletes or isinstance(run[0], Delete)

    def _each(self, change: ChangeSet) -> Compiled | None:
        if change.each is None or change.each.selection is None:
            return None
        selection, access = change.each.selection, change.access
        variant = chosen_variant(variant_slots(selection), change.each.slots)
        found: Compiled = self.statements.get(
            ("each shown", access, selection, variant), lambda: writing.shown(self._contract, access, selection, variant))
        return found

    def _found(self, change: ChangeSet) -> tuple[Compiled, Found] | None:
        if change.found is None:
            return None
        return self._selections.plan(change.access, change.found.selection, change.found.slots).statement, change.found

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
            if resource.deletion == "own" and one.verb == "restore":
                return self._restore(change, one, resource, fused)
            return self._update(change, one, resource, fused)
        if resource.deletion == "own":
            return self._mark(change, one, resource) if one.verb == "delete" else self._purge(change, one, resource)
        before = self._before(change, resource, "delete" if one.authority == "caller" else None, (), one) if asked(change, one) else None
        statement = self.statements.get(("delete", one.resource), lambda: writing.delete(resource))
        return _Write(one, resource, before, statement, (), None, (), None)

    def _mark(self, change: ChangeSet, one: Delete, resource: ResourceContract) -> _Write:
        before = self._before(change, resource, "delete" if one.authority == "caller" else None, (), one) if asked(change, one) else None
        statement = self.statements.get(("mark", one.resource), lambda: deletion.mark(resource))
        return _Write(one, resource, before, statement, (), None, (), None, follow=self._followers[one.resource].go)

    def _purge(self, change: ChangeSet, one: Delete, resource: ResourceContract) -> _Write:
        statement = self.statements.get(("purge", one.resource), lambda: deletion.purge(resource))
        return _Write(one, resource, self._before_return(change, one, resource), statement, (), None, (), None)

    def _restore(self, change: ChangeSet, one: Update, resource: ResourceContract, fused: Step | None) -> _Write:
        """Its rule must hold of the row as it comes back, too, and every check."""
        statement = self.statements.get(("unmark", one.resource), lambda: deletion.unmark(resource))
        after, slots = self._after(change, resource, one.verb if one.authority == "caller" else None, (), ("deleted_at",), (), fused)
        back = self._followers[one.resource].come_back
        return _Write(
            one, resource, self._before_return(change, one, resource), statement, (), after, slots, None,
            follow=lambda transaction, key, _: back(transaction, key))

    def _before_return(self, change: ChangeSet, one: Update | Delete, resource: ResourceContract) -> Compiled:
        verb = one.verb if one.authority == "caller" else None
        make = lambda: deletion.before_return(self._contract, change.access, resource, verb)  # noqa: E731
        found: Compiled = self.statements.get(("before return", change.access, resource.name, verb), make)
        return found

    def _insert(self, change: ChangeSet, one: Insert, resource: ResourceContract, fused: Step | None) -> _Write:
        names = tuple(one.values)
        serials = self._serials.get(one.resource)
        drawn: tuple[str, ...] = ()
        if serials is not None:
            drawn = (*[name for name in names if isinstance(one.values[name], Next)], *serials.missing(names))
            names = (*names, *(name for name in drawn if name not in names))
        stored = tuple([None if name in drawn or (value := one.values[name]) is None else resource.fields[name].type.store(value) for name in names])
        draws = serials.draws(names, stored, drawn) if serials is not None and drawn else ()
        returning = not one.key
        statement = self.statements.get(
            ("insert", one.resource, names, returning), lambda: writing.insert(resource, names, returning=returning))
        verb, given = ("create", given_of(one, names)) if one.authority == "caller" else (None, ())
        after, slots = self._after(change, resource, verb, given, None, (), fused)
        imagined = None
        if verb is not None:
            imagined = self._imagined(change, resource, verb, given, dict.fromkeys(names), new=True)
        return _Write(one, resource, None, statement, stored, after, slots, imagined, self._links(change, one, resource) if one.links else (), draws)

    def _update(self, change: ChangeSet, one: Update, resource: ResourceContract, fused: Step | None) -> _Write:
        values = stamped(one, resource, change.now)
        nodes = {name: value for name, value in values.items() if type(value).__module__ == _NODES}
        plain = {name: value for name, value in values.items() if name not in nodes}
        lifting = Lifting(tuple([None if value is None else resource.fields[name].type.store(value) for name, value in plain.items()]))
        assigned: dict[str, Node | None] = dict.fromkeys(plain)
        draws: list[Draw] = []
        for name, node in nodes.items():
            if isinstance(node, Next):
                draws.append(Draw(self._draw(resource, name), len(lifting.values)))
            assigned[name] = lifting.lift(kept_or_next(cast("Node", node)))
        statement = None
        if assigned or (one.links and not resource.adopted):
            access = change.access if nodes else None
            statement = self.statements.get(
                ("update", access, one.resource, tuple(assigned.items())),
                lambda: writing.update(self._contract, change.access, resource, assigned))
        verb, given = (one.verb, given_of(one, tuple(values))) if one.authority == "caller" else (None, ())
        before = None
        if asked(change, one):
            before = self._before(change, resource, None if one.authority == "system" else one.verb, given, one)
        written = tuple(assigned) or tuple([link.relation for link in one.links])
        after, slots = self._after(change, resource, verb, given, written, tuple(nodes), fused)
        imagined = None
        if verb is not None:
            imagined = self._imagined(change, resource, verb, given, assigned, new=False)
        links = self._links(change, one, resource) if one.links else ()
        return _Write(one, resource, before, statement, tuple(lifting.values), after, slots, imagined, links, tuple(draws))

    def _links(self, change: ChangeSet, one: Insert | Update, resource: ResourceContract) -> tuple[Links, ...]:
        access = change.access if one.authority == "caller" else None
        return tuple([Links(self._link_plan(access, resource, link), link, f"{one.place}.{link.relation}") for link in one.links])

    def _link_plan(self, access: Access | None, resource: ResourceContract, link: LinkChange) -> LinkPlan:
        make = lambda: link_plan(self._contract, access, resource, resource.relations[link.relation], replace=link.replace)  # noqa: E731
        found: LinkPlan = self.statements.get(("links", access, resource.name, link.relation, link.replace), make)
        return found

    def _draw(self, resource: ResourceContract, name: str) -> Compiled:
        found: Compiled = self.statements.get(("draw", resource.name, name), lambda: draw_for_row(resource, resource.fields[name]))
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


# ---- on the writer's thread ------------------------------------------------------------------------------------------------------
def _apply(transaction: Transaction, prepared: _Prepared) -> Applied:
    change = prepared.change
    replay = replay_for(transaction, change)
    if replay is not None:
        return Applied(None, replayed=replay)
    _ask(transaction, prepared)
    keys = [key for one in prepared.writes for key in _write_one(transaction, prepared, one)]
    linked = list(_linked(prepared, keys))
    for links, bind in linked:  # when all rows are there
        write_links(transaction, links, bind)
    for unkept in prepared.words:
        keep_words(transaction, unkept, keys)
    answer: tuple[Stored, ...] = ()
    at = 0
    for one in prepared.writes:
        if isinstance(one, Batch):
            _judge(transaction, prepared, one, keys[at : at + len(one.changes)])
            at += len(one.changes)
            continue
        if one.after is not None:
            answer = _judged(transaction, prepared, one, one.after, keys[at]) or answer
        at += 1
    for links, bind in linked:
        require_room(transaction, links, bind)
    insert_events(transaction, change.events, change.now)
    made = tuple([key for one, key in zip(change.changes, keys, strict=True) if isinstance(one, Insert)])
    applied = _answered(transaction, prepared, answer, made)
    if prepared.each is not None:
        applied = replace(applied, shown=_shown(transaction, prepared, prepared.each, keys))
    keep_for(transaction, change, applied)
    return applied


def _linked(prepared: _Prepared, keys: Sequence[Key]) -> Iterator[tuple[Links, Bind]]:
    at = 0
    for one in prepared.writes:
        if isinstance(one, Batch):  # changes with links are none of these
            at += len(one.changes)
            continue
        for links in one.links:
            yield links, _binding(prepared, keys[at])
        at += 1


def _write_one(transaction: Transaction, prepared: _Prepared, one: _Write | Batch) -> Sequence[Key]:
    if not isinstance(one, Batch):
        return (_written(transaction, prepared, one),)
    return write_batch(transaction, one, _binder(prepared), known=prepared.change.access.kind is not None)


def _judge(transaction: Transaction, prepared: _Prepared, batch: Batch, keys: Sequence[Key]) -> None:
    deleting = any(isinstance(one, Delete) for one in prepared.change.changes)
    judge_batch(transaction, batch, keys, _binder(prepared), known=prepared.change.access.kind is not None, deleting=deleting)


def _binder(prepared: _Prepared) -> Bound:
    return lambda statement, slots, key: parameters(statement, prepared.caller.key, prepared.caller.now, slots, key)


def _shown(transaction: Transaction, prepared: _Prepared, statement: Compiled, keys: Sequence[Key]) -> dict[Key, str | None]:
    """What to show of each written row of one resource, all in one statement."""
    step = prepared.change.each
    assert step is not None
    wanted = [key for one, key in zip(prepared.change.changes, keys, strict=True) if one.resource == step.resource and not isinstance(one, Delete)]
    wanted = list(dict.fromkeys(wanted))
    resource = prepared.resources[step.resource or ""]
    rows = transaction.run(statement.text, parameters(statement, prepared.caller.key, prepared.caller.now, step.slots, (json_keys(resource, wanted),)))
    return {wanted[cast("int", number)]: cast("str | None", body) for number, body in rows}


def _bound(prepared: _Prepared, statement: Compiled, slots: Sequence[object], key: Key) -> list[Stored]:
    return parameters(statement, prepared.caller.key, prepared.caller.now, slots, key)


def _binding(prepared: _Prepared, key: Key) -> Bind:
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
    if prepared.found is not None:
        statement, found = prepared.found
        rows = transaction.run(statement.text, _bound(prepared, statement, found.slots, ()))
        resource, still = prepared.resources[found.selection.resource], {row[1:] for row in rows}
        if any(stored_key(resource, key) not in still for key in found.keys):
            raise RaceLost


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
        if write.follow is not None:
            stored = write.resource.fields[write.resource.key[0]].type.store(one.key[0])
            write.follow(transaction, cast("deletion.Key", stored), instant_text(prepared.change.now))
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
    slots = write.slots if not write.draws else _drawn(transaction, prepared, write, key)
    try:
        return transaction.run(statement.text, _bound(prepared, statement, slots, key))
    except ConstraintBroken as error:
        raise _refused(transaction, prepared, write, key, error) from error


def _drawn(transaction: Transaction, prepared: _Prepared, write: _Write, key: Key) -> list[object]:
    """The slots with the numbers of the row's series. None is drawn for a row that has its number."""
    slots = list(write.slots)
    for draw in write.draws:
        rows = transaction.run(draw.statement.text, _bound(prepared, draw.statement, draw.given, key))
        if rows:
            slots[draw.slot] = rows[0][0]
    return slots


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
