"""The way back of a deleted row, and its end: both under rules of their own."""
from __future__ import annotations

from bedplate.declarations.contract import Operation
from bedplate.logic.answers import answer_step, whole_answer
from bedplate.logic.decide import Verdict
from bedplate.logic.reads import Perform
from bedplate.logic.runtime import Runtime
from bedplate.logic.writes import GONE, apply_at_once
from bedplate.values import Delete, Grant, Outcome, Update

__all__ = ["prepare_purge", "prepare_restore"]


def prepare_restore(runtime: Runtime, operation: Operation) -> Perform:
    """200 with the row as the caller may read it, with all that went with it."""
    resource = runtime.contract.resources[operation.resource or ""]
    finish = whole_answer(200)

    async def restore(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        change = Update(resource.name, step.key, {}, "caller", verb="restore", match=step.precondition.match)
        return await apply_at_once(runtime, grant, (change,), Verdict(200, answer_step(resource, step.key, step), None, finish))

    return restore


def prepare_purge(runtime: Runtime, operation: Operation) -> Perform:
    """204, and nothing is left of it."""
    resource = runtime.contract.resources[operation.resource or ""]
    verdict = Verdict(204, None, b"null", lambda applied: GONE)

    async def purge(grant: Grant) -> Outcome:
        step = grant.call.steps[0]
        return await apply_at_once(runtime, grant, (Delete(resource.name, step.key, "caller", step.precondition.match, verb="purge"),), verdict)

    return purge
