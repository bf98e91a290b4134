"""Many rows in one call: all of it or nothing, and for each row what holds for one alone. Without logic of the application's own it is one
change set at once; with hooks or moves a decision, in which every row is asked."""
from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import cast

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.declarations.rows import state_of
from bedplate.errors import Forbidden, NotFound
from bedplate.logic.answers import answer_step, envelope
from bedplate.logic.decide import Decider, Verdict
from bedplate.logic.defaults import completing, needs_caller_row
from bedplate.logic.ledger import new_row
from bedplate.logic.linking import linkable, without_links
from bedplate.logic.prefer import MINIMAL
from bedplate.logic.reads import Perform
from bedplate.logic.repeats import open_replay, wanted_of
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import TimeLimit
from bedplate.logic.view import View
from bedplate.logic.who import Who, who_of
from bedplate.storage.judging import told_at
from bedplate.values import Applied, ChangeSet, Delete, Found, Grant, Insert, Outcome, Step, Update

__all__ = ["Decision", "apply_at_once", "decide", "moving_fields", "prepare_bulk", "put_rows", "rows_verdict"]

Change = Insert | Update | Delete
Whole = Callable[[Mapping[str, object]], dict[str, object]]
Decision = Callable[[View], Awaitable[Verdict]]


def prepare_bulk(runtime: Runtime, operation: Operation) -> Perform:
    """200 with the rows that were created and changed, as the caller may read them now, and how many were deleted."""
    resource = runtime.contract.resources[operation.resource or ""]
    hooked = frozenset(verb for verb in ("create", "update", "delete") if (resource.name, verb) in runtime.hooks)
    moving = moving_fields(resource)
    needs_me = needs_caller_row(runtime, resource)
    relations = linkable(resource)

    async def bulk(grant: Grant) -> Outcome:
        steps = grant.call.steps
        verdict = rows_verdict(resource, grant)
        if hooked or not all(moving.isdisjoint(step.input) for step in steps if step.verb == "update"):
            async with TimeLimit(runtime.request_seconds):
                return await decide(runtime, grant, lambda view: _put(view, resource, steps, verdict))
        now = grant.call.request.now
        creates = any(step.verb == "create" for step in steps)
        who = await who_of(runtime, grant.actor, grant.access, now, needed=needs_me and creates)
        whole = completing(runtime, resource, who, now)
        changes = [_change(resource, step, relations, whole) for step in _in_order(steps)]
        return await apply_at_once(runtime, grant, changes, verdict)

    return bulk


def moving_fields(resource: ResourceContract) -> frozenset[str]:
    """Fields whose new value depends on the old one."""
    return frozenset(field.name for field in resource.fields.values() if field.moves is not None)


def _in_order(steps: Sequence[Step]) -> list[Step]:
    """Changes of the same fields stand together, since they are one statement; which of the rows is changed first says nothing."""
    updates = [step for step in steps if step.verb == "update"]
    if len({frozenset(step.input) for step in updates}) < 2:
        return [*steps]
    return [*sorted(updates, key=lambda step: sorted(step.input)), *(step for step in steps if step.verb != "update")]


def _change(resource: ResourceContract, step: Step, relations: frozenset[str], whole: Whole) -> Change:
    if step.verb == "delete":
        return Delete(resource.name, step.key, "caller", place=step.place)
    said, links = without_links(step.input, relations)
    if step.verb == "update":
        return Update(resource.name, step.key, said, "caller", frozenset(step.input), place=step.place, links=links)
    try:
        values = whole(said)
    except Forbidden as refusal:
        raise told_at(refusal, step.place) from None
    key = tuple([values.get(name) for name in resource.key])
    return Insert(resource.name, () if None in key else key, values, "caller", frozenset(step.input), place=step.place, links=links)


# ---- by decision ---------------------------------------------------------------------------------------------------------------
async def decide(runtime: Runtime, grant: Grant, work: Decision) -> Outcome:
    """Take a decision on behalf of the caller."""
    now = grant.call.request.now

    async def whose() -> Who:
        return await who_of(runtime, grant.actor, grant.access, now)

    taken = await Decider(runtime, grant.call.request.operation.id, now, whose, work, wanted_of(grant)).take()
    if taken.verdict is None:
        return open_replay(cast("Outcome", taken.applied.replayed), ())
    return taken.applied.replayed or _finished(taken.verdict, taken.applied)


async def _put(view: View, resource: ResourceContract, steps: Sequence[Step], verdict: Verdict) -> Verdict:
    await put_rows(view, resource, [step for step in steps if step.verb != "create"])
    whole, relations = completing(view.runtime, resource, view.who, view.now), linkable(resource)
    for step in steps:
        if step.verb == "create":
            said, links = without_links(step.input, relations)
            values = whole(said)
            row = new_row(resource, values, view)
            view.ledger.add(view.who, row, resource, frozenset(step.input), from_input=True, links=links, place=step.place, several=True)
    return verdict


async def put_rows(view: View, resource: ResourceContract, steps: Sequence[Step]) -> None:
    """Change and delete rows that are there. Raises NotFound for the first that is not, or may not be seen."""
    found = await view.load_each(resource, [step.key for step in steps])
    for step in steps:
        met = found.get(step.key)
        if met is None:
            raise told_at(NotFound(), step.place)
        met.place = step.place
        if step.verb == "update":
            said, links = without_links(step.input, linkable(resource))
            met.given = frozenset(step.input)
            state_of(met.row).changed.update(said)
            if links:
                view.ledger.link(met, links)
            if not step.input:  # nothing to write, but the right to write is still asked
                view.ledger.touch(met)
    view.ledger.flush()
    for step in steps:
        if step.verb == "delete":
            view.ledger.delete_met(found[step.key])


# ---- the answer ----------------------------------------------------------------------------------------------------------------
def rows_verdict(resource: ResourceContract, grant: Grant, found: Found | None = None, changed: Sequence[tuple[object, ...]] | None = None) -> Verdict:
    """How a write of several rows is answered: `{"create": […], "update": […], "delete": n}`, of what was asked for. `changed`: the rows
    that a filter found."""
    steps, minimal = grant.call.steps, grant.call.minimal
    asked = {verb: [step for step in steps if step.verb == verb] for verb in ("create", "update", "delete")}
    updated = [step.key for step in asked["update"]] if changed is None else changed
    deleted = len(asked["delete"] if changed is None else changed)
    shown = next((step for step in steps if step.selection is not None), None)

    def finish(applied: Applied) -> Outcome:
        if minimal:
            return MINIMAL
        parts: list[str] = []
        if asked["create"]:
            parts.append(f'"create":{_listed(applied, applied.keys[: len(asked["create"])])}')
        if asked["update"]:
            parts.append(f'"update":{_listed(applied, updated)}')
        if asked["delete"]:
            parts.append(f'"delete":{deleted}')
        return Outcome(200, envelope(f"{{{','.join(parts)}}}".encode()))

    each = None if minimal or shown is None else answer_step(resource, (), shown)
    return Verdict(204 if minimal else 200, None, b"null", finish, each=each, found=found)


def _listed(applied: Applied, keys: Sequence[tuple[object, ...]]) -> str:
    return f"[{','.join([applied.shown.get(key) or 'null' for key in keys])}]"


# ---- at once -------------------------------------------------------------------------------------------------------------------
async def apply_at_once(runtime: Runtime, grant: Grant, changes: Sequence[Change], verdict: Verdict) -> Outcome:
    """One change set, without a decision."""
    call = grant.call
    applied = await runtime.store.apply(ChangeSet(
        actor=grant.actor, access=grant.access, now=call.request.now, changes=tuple(changes), idempotency=wanted_of(grant),
        route=call.request.operation.id, status=verdict.status, each=verdict.each, found=verdict.found, body=verdict.body, finish=verdict.finish,
    ))
    return applied.replayed or _finished(verdict, applied)


def _finished(verdict: Verdict, applied: Applied) -> Outcome:
    assert verdict.finish is not None
    return verdict.finish(applied)
