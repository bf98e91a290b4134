"""Actions: code of the application behind a verb of its own. Those with a `Ctx` decide, those with an `Effects` act."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from bedplate.declarations.context import Ctx, Effects
from bedplate.declarations.contract import ActionContract, Operation, ResourceContract, RowParameter
from bedplate.declarations.rows import key_of
from bedplate.errors import Forbidden, Refusal
from bedplate.logic.answers import default_selection, encode_data, envelope, row_tag, row_verdict, whole_answer
from bedplate.logic.arguments import arguments_of
from bedplate.logic.decide import Decider, Requirement, Verdict, replayed
from bedplate.logic.effects import EffectsView, Occasion
from bedplate.logic.reads import Perform
from bedplate.logic.refusals import Unauthenticated
from bedplate.logic.repeats import keep_outcome, keep_refusal, open_replay, wanted_of
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import TimeLimit, code_is_over
from bedplate.logic.view import View
from bedplate.logic.who import Who, key_tuple, who_of
from bedplate.storage.idempotency import scope_of
from bedplate.values import Grant, Idempotency, Outcome, Step

if TYPE_CHECKING:
    from bedplate.declarations.resources import Row

__all__ = ["InFlight", "answer_of", "prepare_action"]


@dataclass(eq=False, slots=True)
class InFlight:
    """The calls with effects that run in this process: a repeat waits for the first, then reads its answer."""

    locks: dict[tuple[str, str, str], tuple[asyncio.Lock, list[None]]] = field(default_factory=dict[Any, Any])

    @asynccontextmanager
    async def alone(self, route: str, wanted: Idempotency | None) -> AsyncGenerator[None]:
        """One after another for one key; at once without a key."""
        if wanted is None:
            yield
            return
        place = (wanted.scope, route, wanted.key)
        lock, users = self.locks.setdefault(place, (asyncio.Lock(), []))
        users.append(None)
        try:
            async with lock:
                yield
        finally:
            users.pop()
            if not users:
                self.locks.pop(place, None)


@dataclass(frozen=True, slots=True)
class _Action:
    """What is known of one action at boot."""

    runtime: Runtime
    operation: Operation
    action: ActionContract
    resource: ResourceContract
    declared: tuple[type[Refusal], ...]
    in_flight: InFlight

    async def require(self, who: Who, key: tuple[object, ...], now: Any) -> Requirement:
        """The rule of the action itself; without a row it speaks of the caller only."""
        name = (self.resource.name, self.action.name)
        access = who.access
        if access is None or not await self.runtime.store.permits(access, who.actor, *name, key, now):
            raise Forbidden
        return (*name, key)

    def verdict(self, result: Any, step: Step, require: Requirement | None) -> Verdict:
        """How a result is answered."""
        wanted = self.action.result
        if isinstance(wanted, RowParameter) and not self.action.result_many and result is not None:
            return row_verdict(self.runtime.contract.resources[type(result).__name__], result, step, self.operation.success, require)
        if isinstance(wanted, RowParameter) and self.action.result_many:
            return Verdict(self.operation.success, None, b"[]", whole_answer(self.operation.success), require, result)
        body = encode_data(wanted, result, many=self.action.result_many)
        return Verdict(self.operation.success, None, body, whole_answer(self.operation.success), require, result)


def prepare_action(runtime: Runtime, operation: Operation, in_flight: InFlight) -> Perform:
    """What runs an action; which of the two kinds it is, is known at boot."""
    action = operation.action
    if action is None:
        raise RuntimeError("the operation has no action")
    resource = runtime.contract.resources[action.resource]
    prepared = _Action(runtime, operation, action, resource, tuple({*action.raises, *operation.refusals}), in_flight)
    run = _decide if action.mode == "decide" else _act

    async def perform(grant: Grant) -> Outcome:
        wanted = wanted_of(grant)
        if wanted is not None:
            wanted = replace(wanted, scope=wanted.scope or scope_of(grant.actor))
        try:
            async with TimeLimit(runtime.request_seconds):
                return await run(prepared, grant, wanted)
        except Refusal as refusal:
            kept = await keep_refusal(runtime, grant, wanted, refusal, prepared.declared)
            if kept is None:
                raise
            return open_replay(kept, prepared.declared)

    return perform


# ---- deciding
async def _decide(prepared: _Action, grant: Grant, wanted: Idempotency | None) -> Outcome:
    runtime, action = prepared.runtime, prepared.action
    step, now = grant.call.steps[0], grant.call.request.now

    async def whose() -> Who:
        return await who_of(runtime, grant.actor, grant.access, now)

    async def work(view: View) -> Verdict:
        row: Any = prepared.resource.kind
        if action.instance:
            row = await view.load(prepared.resource.name, step.key)
        require = await prepared.require(view.who, step.key if action.instance else (), now)
        if action.instance:
            _cover(view, prepared, step)
        arguments = await arguments_of(view, action.parameters, step.input, "body")
        result = await action.call(row, Ctx[Any](view), runtime.services.of(action.services), arguments)
        return prepared.verdict(result, step, require)

    taken = await Decider(runtime, prepared.operation.id, now, whose, work, wanted).take()
    code_is_over()
    again = taken.applied.replayed
    if again is not None or taken.verdict is None or taken.verdict.finish is None:
        return open_replay(cast("Outcome", again), prepared.declared)
    if taken.verdict.body == b"[]" and taken.verdict.result:
        return await _rows_answer(prepared, grant, cast("Sequence[Row]", taken.verdict.result))
    return taken.verdict.finish(taken.applied)


def _cover(view: View, prepared: _Action, step: Step) -> None:
    """The row of the action, and no other, is written under the right to the action."""
    met = view.ledger.met(view.who, prepared.resource.name, step.key)
    if met is None:
        raise RuntimeError("the row of the action was not met")
    met.granted, met.verb, met.match = True, prepared.action.name, step.precondition.match
    view.subject = (prepared.resource.name, step.key)


# ---- acting
async def _act(prepared: _Action, grant: Grant, wanted: Idempotency | None) -> Outcome:
    runtime, action, route = prepared.runtime, prepared.action, prepared.operation.id
    step, now = grant.call.steps[0], grant.call.request.now

    async def whose() -> Who:
        return await who_of(runtime, grant.actor, grant.access, now)

    async with prepared.in_flight.alone(route, wanted):
        who = await whose()
        if wanted is not None and (before := await replayed(runtime, who, route, wanted, now)) is not None:
            return open_replay(before, prepared.declared)
        occasion = Occasion(runtime, route, now, wanted)
        view = EffectsView(occasion, who, whose)
        row: Any = prepared.resource.kind
        if action.instance:
            row = await view.load(prepared.resource.name, step.key)
        occasion.granted = await prepared.require(who, step.key if action.instance else (), now)
        arguments = await arguments_of(view, action.parameters, step.input, "body")
        result = await action.call(row, Effects[Any](view), runtime.services.of(action.services), arguments)
        code_is_over()
        occasion.check_nothing_was_assigned()
        outcome = await answer_of(runtime, grant, action.result, result, prepared.operation.success, many=action.result_many)
        kept = None if wanted is None else await keep_outcome(runtime, grant, wanted, outcome)
        return outcome if kept is None else open_replay(kept, prepared.declared)


async def answer_of(runtime: Runtime, grant: Grant, wanted: Any, result: Any, status: int, *, many: bool = False) -> Outcome:
    """The answer to what was done already: rows are read as the caller may read them now."""
    if result is None or not isinstance(wanted, RowParameter):
        return Outcome(status, envelope(encode_data(wanted, result, many=many)))
    if many:
        return await _list_answer(runtime, grant, wanted.resource, result, status)
    resource = runtime.contract.resources[type(result).__name__]
    step = row_verdict(resource, result, grant.call.steps[0], status, None).answer
    if step is None or step.selection is None:
        raise RuntimeError("a row is answered by a selection")
    now = grant.call.request.now
    found = await runtime.store.one(grant.access, grant.actor, step.selection, step.slots, step.key, now)
    if not found.alive:
        raise Unauthenticated
    if found.body is None or found.revision is None:
        return Outcome(status, envelope(b"null"))
    data = found.body.encode()
    return Outcome(status, envelope(data), etag=row_tag(found.revision, data))


async def _rows_answer(prepared: _Action, grant: Grant, rows: Sequence[Row]) -> Outcome:
    wanted = prepared.action.result
    name = wanted.resource if isinstance(wanted, RowParameter) else ""
    return await _list_answer(prepared.runtime, grant, name, rows, prepared.operation.success)


async def _list_answer(runtime: Runtime, grant: Grant, name: str, rows: Sequence[Row], status: int) -> Outcome:
    """Rows as the caller may read them now, in the order in which they were returned; those that may not be read are left out."""
    resource = runtime.contract.resources[name]
    selection = default_selection(resource)
    found: list[str] = []
    for row in rows:
        one = await runtime.store.one(grant.access, grant.actor, selection, (), key_tuple(key_of(row)), grant.call.request.now)
        if one.body is not None:
            found.append(one.body)
    return Outcome(status, envelope(b"[" + ",".join(found).encode() + b"]"))
