"""The built-in writes. Without logic of the application's own they are one change set at once; with hooks or moves, a decision."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import cast

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.declarations.rows import state_of
from bedplate.errors import BadInput, NotFound
from bedplate.logic.answers import answer_step, location_of, whole_answer
from bedplate.logic.decide import Decider, Verdict
from bedplate.logic.defaults import complete, needs_caller_row, whole_input
from bedplate.logic.ledger import build_row
from bedplate.logic.linking import linkable, without_links
from bedplate.logic.nesting import collect_nested, nested_changes, nested_decided, nested_needs_me
from bedplate.logic.prefer import minimal_creation, minimal_verdict
from bedplate.logic.reads import Perform
from bedplate.logic.repeats import open_replay, wanted_of
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import TimeLimit
from bedplate.logic.view import View
from bedplate.logic.who import Who, who_of
from bedplate.values import Applied, ChangeSet, Delete, Grant, Insert, LinkChange, Outcome, Step, Update

__all__ = ["GONE", "add_row", "apply_at_once", "assign_to_row", "prepare_create", "prepare_delete", "prepare_replace", "prepare_update"]

GONE = Outcome(204)
"""The answer to a deletion."""


def prepare_create(runtime: Runtime, operation: Operation) -> Perform:
    """201 with the row as its maker may read it, and its place."""
    resource = _resource(runtime, operation)
    location = location_of(runtime.contract, resource)
    hooked = (resource.name, "create") in runtime.hooks
    needs_me = hooked or needs_caller_row(runtime, resource)
    relations = linkable(resource)
    nested_me = nested_needs_me(runtime, resource)

    def verdict(step: Step, key: tuple[object, ...]) -> Verdict:
        def finish(applied: Applied) -> Outcome:
            made = key or (applied.keys[0] if applied.keys else ())
            return whole_answer(201, location(made))(applied)

        return Verdict(201, answer_step(resource, key, step), None, finish)

    def asked_for(grant: Grant, key: tuple[object, ...]) -> Verdict:
        return minimal_creation(key, location) if grant.call.minimal else verdict(grant.call.steps[0], key)

    async def create(grant: Grant) -> Outcome:
        try:
            return await below(grant)
        except BadInput as refusal:
            if any(detail.rule == "reference" and detail.place == f"body.{operation.parent}" for detail in refusal.details):
                raise NotFound(private="the parent in the path is not there, or may not be seen") from None
            raise

    async def below(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        now = grant.call.request.now
        given = _with_parent(operation, resource, step)
        said, links = without_links(given, relations)
        if hooked or (step.nested and nested_decided(runtime, step)):
            return await _decided(runtime, grant, lambda view: add_row(view, resource, step, said, links, lambda key: asked_for(grant, key)))
        who = await who_of(runtime, grant.actor, grant.access, now, needed=needs_me or (bool(step.nested) and nested_me))
        values = complete(runtime, resource, said, who, now)
        key = _key_in(resource, values)
        change = Insert(resource.name, key, values, "caller", frozenset(given), links=links)
        more = nested_changes(runtime, step, key[0], who, now) if step.nested else ()
        return await apply_at_once(runtime, grant, (change, *more), asked_for(grant, key))

    return _in_time(runtime, below if operation.parent is None else create, hooked=_runs_code(runtime, resource, "create"))


def prepare_update(runtime: Runtime, operation: Operation) -> Perform:
    """200 with the row as the caller may read it now."""
    resource = _resource(runtime, operation)
    hooked = (resource.name, "update") in runtime.hooks
    moving = frozenset(field.name for field in resource.fields.values() if field.moves is not None)
    stamps = [field.name for field in resource.fields.values() if field.automatic == "updated_at"]
    relations = linkable(resource)
    nested_me = nested_needs_me(runtime, resource)
    finish = whole_answer(200)

    async def update(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        verdict = minimal_verdict() if grant.call.minimal else Verdict(200, answer_step(resource, step.key, step), None, finish)
        said, links = without_links(step.input, relations)
        if hooked or not moving.isdisjoint(said) or (step.nested and nested_decided(runtime, step)):
            return await _decided(runtime, grant, lambda view: assign_to_row(view, resource, step, said, links, verdict))
        values, now = dict(said), grant.call.request.now
        if values or step.nested:  # whoever read it with its rows before has not read it as it is
            values.update({name: now for name in stamps})
        change = Update(resource.name, step.key, values, "caller", frozenset(step.input), match=step.precondition.match, links=links)
        if not step.nested:
            return await apply_at_once(runtime, grant, (change,), verdict)
        who = await who_of(runtime, grant.actor, grant.access, now, needed=nested_me)
        return await apply_at_once(runtime, grant, (change, *nested_changes(runtime, step, step.key[0], who, now)), verdict)

    return _in_time(runtime, update, hooked=_runs_code(runtime, resource, "update"))


def prepare_replace(runtime: Runtime, operation: Operation) -> Perform:
    """A change of every field that may come from input; what was not said is as in a new row."""
    resource = _resource(runtime, operation)
    update = prepare_update(runtime, operation)

    async def replace_row(grant: Grant) -> Outcome:
        call = grant.call
        step = replace(call.steps[0], input=whole_input(resource, call.steps[0].input))
        return await update(replace(grant, call=replace(call, steps=(step,))))

    return replace_row


def prepare_delete(runtime: Runtime, operation: Operation) -> Perform:
    """204, and nothing else."""
    resource = _resource(runtime, operation)
    hooked = (resource.name, "delete") in runtime.hooks
    verdict = Verdict(204, None, b"null", lambda applied: GONE)

    async def delete(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        if hooked:
            return await _decided(runtime, grant, lambda view: _remove(view, resource, step, verdict))
        return await apply_at_once(runtime, grant, (Delete(resource.name, step.key, "caller", step.precondition.match),), verdict)

    return _in_time(runtime, delete, hooked=hooked)


def _runs_code(runtime: Runtime, resource: ResourceContract, verb: str) -> bool:
    """Whether hooks may be asked: of the row itself, or of rows that come along."""
    if (resource.name, verb) in runtime.hooks:
        return True
    targets = [one.target for one in resource.relations.values() if one.nested]
    return any((target, each) in runtime.hooks for target in targets for each in ("create", "update", "delete"))


def _in_time(runtime: Runtime, write: Perform, *, hooked: bool) -> Perform:
    """Hooks are code of the application, whose time is limited; a write without them costs no timer."""
    if not hooked:
        return write

    async def limited(grant: Grant) -> Outcome:
        async with TimeLimit(runtime.request_seconds):
            return await write(grant)

    return limited


# ---- at once
async def apply_at_once(runtime: Runtime, grant: Grant, changes: tuple[Insert | Update | Delete, ...], verdict: Verdict) -> Outcome:
    """Changes that need no decision."""
    call = grant.call
    applied = await runtime.store.apply(ChangeSet(
        actor=grant.actor, access=grant.access, now=call.request.now, changes=changes, idempotency=wanted_of(grant),
        route=call.request.operation.id, status=verdict.status, answer=verdict.answer, body=verdict.body, finish=verdict.finish,
    ))
    return applied.replayed or _finish(verdict, applied)


# ---- by decision
async def _decided(runtime: Runtime, grant: Grant, work: Callable[[View], Awaitable[Verdict]]) -> Outcome:
    now = grant.call.request.now

    async def whose() -> Who:
        return await who_of(runtime, grant.actor, grant.access, now)

    taken = await Decider(runtime, grant.call.request.operation.id, now, whose, work, wanted_of(grant)).take()
    if taken.verdict is None:
        return open_replay(cast("Outcome", taken.applied.replayed), ())
    return taken.applied.replayed or _finish(taken.verdict, taken.applied)


async def add_row(
    view: View, resource: ResourceContract, step: Step, said: Mapping[str, object], links: tuple[LinkChange, ...],
    verdict: Callable[[tuple[object, ...]], Verdict],
) -> Verdict:
    """Make a row by decision."""
    values = complete(view.runtime, resource, said, view.who, view.now)
    row = build_row(resource, values, view)
    state_of(row).new = True
    view.ledger.add(view.who, row, resource, frozenset([*said, *(one.relation for one in links)]), from_input=True, links=links)
    key = _key_in(resource, values)
    if step.nested:
        await collect_nested(view, step, key[0])
    return verdict(key)


async def assign_to_row(
    view: View, resource: ResourceContract, step: Step, said: Mapping[str, object], links: tuple[LinkChange, ...], verdict: Verdict
) -> Verdict:
    """Change one row by decision."""
    row = await view.load(resource.name, step.key)
    met = view.ledger.met(view.who, resource.name, step.key)
    if met is None:
        raise RuntimeError("the row was not met")
    met.given, met.match = frozenset(step.input), step.precondition.match
    state_of(row).changed.update(said)
    if links:
        view.ledger.link(met, links)
    if step.nested:
        stamps = {name: view.now for name, field in resource.fields.items() if field.automatic == "updated_at"}
        state_of(row).changed.update(stamps)
    if not step.input and not step.nested:  # nothing to write, but the right to write and the precondition are still asked
        view.ledger.touch(met)
    if step.nested:
        view.ledger.flush()
        await collect_nested(view, step, step.key[0])
    return verdict


async def _remove(view: View, resource: ResourceContract, step: Step, verdict: Verdict) -> Verdict:
    row = await view.load(resource.name, step.key)
    met = view.ledger.met(view.who, resource.name, step.key)
    if met is not None:
        met.match = step.precondition.match
    view.delete(row)
    return verdict


def _finish(verdict: Verdict, applied: Applied) -> Outcome:
    if verdict.finish is None:
        raise RuntimeError("a write says how it is answered")
    return verdict.finish(applied)


def _resource(runtime: Runtime, operation: Operation) -> ResourceContract:
    return runtime.contract.resources[operation.resource or ""]


def _with_parent(operation: Operation, resource: ResourceContract, step: Step) -> Mapping[str, object]:
    """A child made under its parent's address: the address says which parent."""
    if operation.parent is None or operation.parent in step.input or not step.key:
        return step.input
    return {**step.input, operation.parent: step.key[0] if len(step.key) == 1 else step.key}


def _key_in(resource: ResourceContract, values: Mapping[str, object]) -> tuple[object, ...]:
    key = tuple(values.get(name) for name in resource.key)
    return () if None in key else key
