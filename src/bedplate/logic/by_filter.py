"""All rows that a filter finds, changed or deleted in one call: the rows are found, each is written as if it had been named, and when the
change set is applied the filter must still find them. What comes to fit the filter meanwhile came later."""
from __future__ import annotations

from dataclasses import replace

from bedplate.declarations.contract import Operation
from bedplate.logic.answers import default_selection
from bedplate.logic.bulk import decide, put_rows, rows_verdict
from bedplate.logic.decide import Verdict
from bedplate.logic.reads import Perform
from bedplate.logic.refusals import TooManyAffected
from bedplate.logic.runtime import Runtime
from bedplate.logic.time_limit import TimeLimit
from bedplate.logic.view import View
from bedplate.values import Found, Grant, Outcome, Step

__all__ = ["prepare_by_filter"]


def prepare_by_filter(runtime: Runtime, operation: Operation) -> Perform:
    """200 with the rows as the caller may read them now, or with how many are gone."""
    resource = runtime.contract.resources[operation.resource or ""]
    shown = default_selection(resource)

    async def by_filter(grant: Grant) -> Outcome:
        (asked,) = grant.call.steps

        async def work(view: View) -> Verdict:
            selection = asked.selection
            assert selection is not None
            assert selection.limit is not None
            keys = tuple(await runtime.store.keys(grant.access, grant.actor, selection, asked.slots, view.now))
            if len(keys) > int(str(asked.slots[selection.limit])):
                raise TooManyAffected
            await put_rows(view, resource, [Step(asked.verb, resource.name, key=key, input=asked.input) for key in keys])
            one = replace(asked, selection=shown, slots=())
            return rows_verdict(resource, replace(grant, call=replace(grant.call, steps=(one,))), Found(selection, asked.slots, keys), keys)

        async with TimeLimit(runtime.request_seconds):
            return await decide(runtime, grant, work)

    return by_filter
