"""PUT by a unique set: the row that there is, is replaced; where there is none, it is created. Two callers at once: one creates, the other's
decision is taken again and finds the row (the unique set contradicts "there is none")."""
from __future__ import annotations

from collections.abc import Mapping

from bedplate.declarations.contract import Operation, ResourceContract
from bedplate.declarations.nodes import ROW, Compare, Constant, Path
from bedplate.declarations.query import QuerySpec
from bedplate.declarations.rows import state_of
from bedplate.errors import Detail
from bedplate.logic.answers import answer_step, location_of, whole_answer
from bedplate.logic.bulk import decide
from bedplate.logic.decide import Verdict
from bedplate.logic.defaults import complete, whole_input
from bedplate.logic.ledger import MetRow
from bedplate.logic.linking import linkable, without_links
from bedplate.logic.prefer import minimal_creation, minimal_verdict
from bedplate.logic.reads import Perform
from bedplate.logic.refusals import FixedAtCreation
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import TimeLimit
from bedplate.logic.view import View
from bedplate.logic.writes import add_row, assign_to_row
from bedplate.values import Applied, Grant, Outcome, Step

__all__ = ["prepare_upsert"]


def prepare_upsert(runtime: Runtime, operation: Operation) -> Perform:
    """201 with the new row and its place, or 200 with the row as it is now."""
    resource = runtime.contract.resources[operation.resource or ""]
    location = location_of(runtime.contract, resource)

    async def upsert(grant: Grant) -> Outcome:
        step, minimal = grant.call.steps[0], grant.call.minimal

        def created(key: tuple[object, ...]) -> Verdict:
            def finish(applied: Applied) -> Outcome:
                return whole_answer(201, location(key or (applied.keys[0] if applied.keys else ())))(applied)

            return minimal_creation(key, location) if minimal else Verdict(201, answer_step(resource, key, step), None, finish)

        async def work(view: View) -> Verdict:
            said, links = without_links(step.input, linkable(resource))
            found = await _there(view, resource, complete(runtime, resource, said, view.who, view.now))
            if found is None:
                return await add_row(view, resource, step, said, links, created)
            changed = Step("update", resource.name, key=found.key, input=_changes(resource, found, step.input))
            values, changed_links = without_links(changed.input, linkable(resource))
            verdict = minimal_verdict() if minimal else Verdict(200, answer_step(resource, found.key, step), None, whole_answer(200))
            return await assign_to_row(view, resource, changed, values, changed_links, verdict)

        async with TimeLimit(runtime.request_seconds):
            return await decide(runtime, grant, work)

    return upsert


async def _there(view: View, resource: ResourceContract, values: Mapping[str, object]) -> MetRow | None:
    """The row with the same values in the set, if there is one that the caller may read. One that may not be read is found by the set."""
    same = tuple(Compare("eq", Path(ROW, (), name), Constant(values[name], resource.fields[name].type.kind)) for name in resource.upsert)
    found = await view.found(QuerySpec(resource.name, same, limit=1))
    return found[0] if found else None


def _changes(resource: ResourceContract, found: MetRow, said: Mapping[str, object]) -> dict[str, object]:
    """What is left to change, now that the row is known. Raises FixedAtCreation for another value of what is fixed."""
    state = state_of(found.row)
    fixed = [name for name in said if name in resource.fields and (resource.fields[name].immutable or resource.fields[name].key) and name not in resource.upsert]
    state.read.update(fixed)
    access = found.who.access
    ruled = {name for name in fixed if access is not None and (resource.name, "read", name) in access.fields}  # nobody is to learn it by guessing
    other = [name for name in fixed if name in ruled or said[name] != state.values[name]]
    if other:
        raise FixedAtCreation(details=[Detail(f"body.{name}", "immutable", {}, "can be set at creation only") for name in other])
    return {name: value for name, value in whole_input(resource, said).items() if name not in fixed and name not in resource.upsert}
