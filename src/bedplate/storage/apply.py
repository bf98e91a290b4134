"""A change set applied in one transaction: what it rests on is looked at again, rows are written, and then looked at as they are now.

Everything is compiled and bound on the loop (`preparing.py`); what stands here runs on the writer's thread, perhaps twice, and changes
nothing but rows.
Order of refusals: what may not be seen (404), what may not be done (403), what changed since (412, 409), what refers to nothing that
may be seen (400), then rules, then checks. A row is judged before it is written, and again when all of the set is written.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import cast

from bedplate.declarations.contract import Contract, ResourceContract
from bedplate.errors import Forbidden, NotFound, Refusal
from bedplate.storage import deletion
from bedplate.storage.batches import Batch, json_keys, judge_batch, stored_key, write_batch
from bedplate.storage.compiled import Compiled
from bedplate.storage.conflicts import AccountGone, RaceLost
from bedplate.storage.expression_kinds import instant_text
from bedplate.storage.history import because
from bedplate.storage.idempotency import keep_for, replay_for
from bedplate.storage.judging import check_values, refusal_of, seen, told_at, verdict
from bedplate.storage.linking import Bind, Links, require_room, write_links
from bedplate.storage.outbox import insert_events
from bedplate.storage.plans import SelectionPlans
from bedplate.storage.prepared import Key, Prepared, Write
from bedplate.storage.preparing import Preparing
from bedplate.storage.sqlite import ConstraintBroken, Stored, Transaction
from bedplate.storage.wholes import judge_wholes, owners_of
from bedplate.storage.word_keeping import keep_words
from bedplate.storage.writing import After
from bedplate.values import BODY, Applied, ChangeSet, Delete, Insert, Update

__all__ = ["Applier"]


class Applier:
    """What the writer is given for a change set."""

    def __init__(self, contract: Contract, selections: SelectionPlans) -> None:
        self._preparing = Preparing(contract, selections)

    def work(self, change: ChangeSet) -> Callable[[Transaction], Applied]:
        """What the writer runs."""
        prepared = self._preparing.prepare(change)
        return lambda transaction: _apply(transaction, prepared)


def _apply(transaction: Transaction, prepared: Prepared) -> Applied:
    change = prepared.change
    replay = replay_for(transaction, change)
    if replay is not None:
        return Applied(None, replayed=replay)
    _ask(transaction, prepared)
    owners = owners_of(transaction, prepared) if prepared.wholes else {}
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
    if prepared.wholes:
        judge_wholes(transaction, prepared, {**owners, **owners_of(transaction, prepared, keys=keys)})
    insert_events(transaction, change.events, change.now)
    made = tuple([key for one, key in zip(change.changes, keys, strict=True) if isinstance(one, Insert)])
    applied = _answered(transaction, prepared, answer, made)
    if prepared.each is not None:
        applied = replace(applied, shown=_shown(transaction, prepared, prepared.each, keys))
    keep_for(transaction, change, applied)
    return applied


def _linked(prepared: Prepared, keys: Sequence[Key]) -> Iterator[tuple[Links, Bind]]:
    at = 0
    for one in prepared.writes:
        if isinstance(one, Batch):  # changes with links are none of these
            at += len(one.changes)
            continue
        for links in one.links:
            yield links, _binding(prepared, keys[at])
        at += 1


def _write_one(transaction: Transaction, prepared: Prepared, one: Write | Batch) -> Sequence[Key]:
    if prepared.told:
        transaction.tell(because(prepared.told, (one.changes[0] if isinstance(one, Batch) else one.change).why))
    if not isinstance(one, Batch):
        return (_written(transaction, prepared, one),)
    return write_batch(transaction, one, prepared.bound, known=prepared.change.access.kind is not None)


def _judge(transaction: Transaction, prepared: Prepared, batch: Batch, keys: Sequence[Key]) -> None:
    deleting = any(isinstance(one, Delete) for one in prepared.change.changes)
    judge_batch(transaction, batch, keys, prepared.bound, known=prepared.change.access.kind is not None, deleting=deleting)


def _shown(transaction: Transaction, prepared: Prepared, statement: Compiled, keys: Sequence[Key]) -> dict[Key, str | None]:
    """What to show of each written row of one resource, all in one statement."""
    step = prepared.change.each
    assert step is not None
    wanted = [key for one, key in zip(prepared.change.changes, keys, strict=True) if one.resource == step.resource and not isinstance(one, Delete)]
    wanted = list(dict.fromkeys(wanted))
    resource = prepared.resources[step.resource or ""]
    rows = transaction.run(statement.text, prepared.bound(statement, step.slots, (json_keys(resource, wanted),)))
    return {wanted[cast("int", number)]: cast("str | None", body) for number, body in rows}


def _binding(prepared: Prepared, key: Key) -> Bind:
    return lambda statement, slots: prepared.bound(statement, slots, key)


def _ask(transaction: Transaction, prepared: Prepared) -> None:
    if prepared.require is not None:
        statement, key = prepared.require
        if key:
            _look(transaction, prepared, statement, key, ())
        elif not transaction.run(statement.text, prepared.bound(statement, (), ())):
            raise Forbidden
    for one in prepared.guards:
        if not one.holds(transaction.run(one.statement.text, prepared.bound(one.statement, one.slots, one.key))):
            raise one.otherwise()
    if prepared.found is not None:
        statement, found = prepared.found
        rows = transaction.run(statement.text, prepared.bound(statement, found.slots, ()))
        resource, still = prepared.resources[found.selection.resource], {row[1:] for row in rows}
        if any(stored_key(resource, key) not in still for key in found.keys):
            raise RaceLost


def _look(transaction: Transaction, prepared: Prepared, statement: Compiled, key: Key, match: Sequence[str], place: str = BODY, slots: tuple[Stored, ...] = ()) -> bool:
    """The look at a row before it is written. False: it is not there at all."""
    rows = transaction.run(statement.text, prepared.bound(statement, slots, key))
    if not rows:
        if prepared.change.access.kind is None:
            return False
        raise AccountGone
    return seen(rows[0], match, place)


def _written(transaction: Transaction, prepared: Prepared, write: Write) -> Key:
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


def _missing(prepared: Prepared, one: Update | Delete) -> None:
    """The row is gone: with another row of the set that it hung on, or for good."""
    if isinstance(one, Delete) and one.within is None and any(isinstance(other, Delete) and other is not one for other in prepared.change.changes):
        return
    raise told_at(NotFound() if one.authority == "caller" else RaceLost(), one.place)


def _inserted(transaction: Transaction, prepared: Prepared, write: Write, one: Insert) -> Key:
    rows = _run(transaction, prepared, write, one.key)
    if one.key:
        return one.key
    kinds = [write.resource.fields[part].type for part in write.resource.key]
    return tuple([kind.load(value) for kind, value in zip(kinds, rows[0], strict=True)])


def _run(transaction: Transaction, prepared: Prepared, write: Write, key: Key) -> list[tuple[Stored, ...]]:
    statement = write.statement
    assert statement is not None
    slots = write.slots if not write.draws else _drawn(transaction, prepared, write, key)
    try:
        return transaction.run(statement.text, prepared.bound(statement, slots, key))
    except ConstraintBroken as error:
        raise _refused(transaction, prepared, write, key, error) from error


def _drawn(transaction: Transaction, prepared: Prepared, write: Write, key: Key) -> list[object]:
    """The slots with the numbers of the row's series. None is drawn for a row that has its number."""
    slots = list(write.slots)
    for draw in write.draws:
        rows = transaction.run(draw.statement.text, prepared.bound(draw.statement, draw.given, key))
        if rows:
            slots[draw.slot] = rows[0][0]
    return slots


def _refused(transaction: Transaction, prepared: Prepared, write: Write, key: Key, error: ConstraintBroken) -> Refusal:
    if write.change.authority == "system":
        _callers_first(transaction, prepared, write)
    rows = None
    look = write.imagined() if write.imagined is not None else None
    if look is not None:
        rows = transaction.run(look.statement.text, prepared.bound(look.statement, write.slots, key))
    return refusal_of(write.change, write.resource, error, look, rows)


def _callers_first(transaction: Transaction, prepared: Prepared, broken: Write) -> None:
    """What the caller asked for is judged before anything is said of a row that the application wrote along with it."""
    written = True
    for one in prepared.writes:
        written = written and one is not broken
        if isinstance(one, Batch) or one.change.authority != "caller" or not one.change.key:
            continue
        look = one.after if written else one.imagined() if one.imagined is not None else None
        if look is None:
            continue
        rows = transaction.run(look.statement.text, prepared.bound(look.statement, one.answer if written else one.slots, one.change.key))
        refusal = verdict(look, rows[0], one.change.place) if rows and rows[0][0] else None
        if refusal is not None:
            raise refusal


def _judged(transaction: Transaction, prepared: Prepared, write: Write, look: After, key: Key) -> tuple[Stored, ...]:
    """The look at a row after all is written; gives the answer's columns if they are among it."""
    rows = transaction.run(look.statement.text, prepared.bound(look.statement, write.answer, key))
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


def _answered(transaction: Transaction, prepared: Prepared, answer: tuple[Stored, ...], made: tuple[Key, ...]) -> Applied:
    change, step = prepared.change, prepared.change.answer
    if prepared.read is not None and step is not None:
        key = step.key or (made[0] if made else ())
        rows = transaction.run(prepared.read.text, prepared.bound(prepared.read, step.slots, key)) if key else []
        answer = (rows[0][0], rows[0][2]) if rows else ()
    elif step is None or step.selection is None:
        return Applied(change.body, keys=made)
    if not answer or answer[0] is None:
        return Applied(None, keys=made)
    body, revision = answer
    return Applied(cast("str", body).encode(), cast("int", revision or 0), keys=made)
