"""The functions under `@app.every(...)` and `@app.cron(...)`."""
from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from bedplate.declarations.application import AppDeclaration, ScheduleDeclaration
from bedplate.declarations.compiling.actions import context_of
from bedplate.declarations.compiling.draft import Drafts
from bedplate.declarations.compiling.faults import Faults
from bedplate.declarations.compiling.functions import is_service, mode_of, patience, resolved, services_of, some_declaration
from bedplate.declarations.contract import HandlerContract, ScheduleContract
from bedplate.declarations.schedules import SCHEDULE, cron_times, every_times
from bedplate.declarations.wrong import WrongExpression

__all__ = ["compile_schedules"]


def compile_schedules(app: AppDeclaration, drafts: Drafts, faults: Faults) -> tuple[ScheduleContract, ...]:
    """Each schedule with its times and what is run; their names are their places in the database, so no two are the same."""
    found: dict[str, ScheduleContract] = {}
    for schedule in app.schedules:
        name = schedule.function.__name__
        with faults.at(schedule.place, name):
            if name in found:
                raise WrongExpression("D537", f"two schedules are called {name}", "rename one of the functions: a schedule is kept under its name")
            found[name] = _schedule(schedule, drafts)
    return tuple(found.values())


def _schedule(schedule: ScheduleDeclaration, drafts: Drafts) -> ScheduleContract:
    function = schedule.function
    if not inspect.iscoroutinefunction(function):
        raise WrongExpression("D506", "a schedule is not async", "write `async def`")
    times = every_times(schedule.when) if schedule.zone is None else cron_times(schedule.when, schedule.zone)
    parameters, _ = resolved(function, some_declaration(drafts))
    context, rest = context_of(parameters)
    strange = [one.name for one in rest if not is_service(one.annotation)]
    if strange:
        raise WrongExpression("D538", f"nobody gives a schedule the parameter {strange[0]!r}", "a schedule takes a context and services")
    retries, timeout = patience(schedule.retries, schedule.timeout)
    mode: Any = mode_of(context.annotation)
    return ScheduleContract(times, HandlerContract(
        SCHEDULE, function.__name__, mode, retries, timeout, services_of(rest), _call(function), schedule.place))


def _call(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(event: None, ctx: Any, services: Mapping[str, Any]) -> Any:
        return function(ctx, **services)

    return call
