"""`bedplate jobs`: what became of events and schedules. Payloads are never shown, they may hold personal data."""
from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

import click

from bedplate.declarations.schedules import SCHEDULE
from bedplate.running import new_uuid7
from bedplate.storage import outbox, schedules
from bedplate.storage.sqlite import Database
from bedplate.tools.environment import settings_for
from bedplate.tools.tables import show

__all__ = ["command"]

T = TypeVar("T")


@click.group("jobs", invoke_without_command=True)
@click.option("--state", type=click.Choice(("waiting", "failing", "dead", "all")), default="all", show_default=True,
              help="Only those that were not tried yet, that failed and will be tried again, or that were given up.")  # fmt: skip
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="How many, the oldest first.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
@click.pass_context
def command(context: click.Context, state: str, limit: int, as_json: bool) -> None:
    """List events and runs of schedules that wait, failed or died, one line for each handler.

    Example: bedplate jobs --state dead
    """
    if context.invoked_subcommand is not None:
        return
    wanted = None if state == "all" else cast("outbox.Unfinished", state)
    found = _with_database(lambda database: outbox.unfinished(database, wanted, limit))
    if as_json:
        click.echo(json.dumps([asdict(job) for job in found]))
    elif found:
        show("jobs", [asdict(job) for job in found])
    else:
        click.echo("no such events: nothing waits, failed or died" if wanted is None else f"no events are {state}")


@command.command("retry")
@click.argument("event", metavar="ID")
@click.option("--handler", help="Only this handler of the event.")
def retry(event: str, handler: str | None) -> None:
    """Try a failed or dead event, or run of a schedule, again at once; the running server does it.

    Example: bedplate jobs retry 0198c0de-7d1c-7000-8000-000000000001
    """
    handlers = _with_database(lambda database: outbox.again(database, event, handler, datetime.now(UTC)))
    if not handlers:
        raise click.ClickException(f"no event {event} has failed{f' in {handler}' if handler else ''}. `bedplate jobs` lists those that did.")
    click.echo(f"due now: {', '.join(handlers)}")


@command.command("schedules")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of a table.")
def planned(as_json: bool) -> None:
    """List schedules: when each is due next, and what became of its last run.

    Example: bedplate jobs schedules
    """
    found = [asdict(one) for one in _with_database(schedules.planned)]
    if as_json:
        click.echo(json.dumps(found))
    elif found:
        show("schedules", found)
    else:
        click.echo("no schedules: a server that declares some notes them when it starts")


@command.command("run")
@click.argument("schedule", metavar="NAME")
def run(schedule: str) -> None:
    """Run a schedule now, beside its times; the running server does it.

    Example: bedplate jobs run close_what_was_solved
    """
    now = datetime.now(UTC)
    wrong = _with_database(lambda database: schedules.run_now(database, schedule, SCHEDULE, new_uuid7(now), now))
    if wrong == "unknown":
        raise click.ClickException(f"there is no schedule {schedule}. `bedplate jobs schedules` lists them.")
    if wrong == "waiting":
        raise click.ClickException(f"a run of {schedule} is not done yet. `bedplate jobs` shows it; `bedplate jobs retry ID` tries it at once.")
    click.echo(f"due now: {schedule}")


def _with_database(ask: Callable[[Database], Awaitable[T]]) -> T:
    """The answer of the database that the settings name. Raises click.ClickException where there is none."""
    path = settings_for(Path.cwd(), {}, make_secrets=False).database
    if not path.is_file():
        raise click.ClickException(f"there is no database at {path}. BEDPLATE_DATABASE names it; `bedplate dev` makes it.")

    async def answer() -> T:
        database = Database.open(path, readers=1)
        try:
            return await ask(database)
        finally:
            await database.close()

    return asyncio.run(answer())
