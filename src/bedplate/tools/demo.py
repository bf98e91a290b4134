"""`bedplate demo`: a real application with made-up data, and lines to paste."""

from __future__ import annotations

import asyncio
import importlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress

from bedplate.app import App
from bedplate.errors import DeclarationFault
from bedplate.running import Running
from bedplate.settings import Settings
from bedplate.tools.announcement import standard_output_kept, when_listening
from bedplate.tools.entry import load_app
from bedplate.tools.environment import environment, settings_for
from bedplate.tools.serving import refuse_taken_port, run
from bedplate.values import Access, Actor, ChangeSet, Insert

__all__ = ["command"]

BATCH = 500  # rows of one change set
ACCOUNTS = "demo.json"  # what was printed, kept beside the database so that a second start prints it again


@dataclass(frozen=True, slots=True)
class _Shown:
    """One account of the demo, as printed."""

    email: str
    password: str
    organisation: str
    tickets: list[str]


@click.command("demo")
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port on 127.0.0.1.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(".bedplate/demo"),
    show_default=True,
    help="Folder of the data.",
)
@click.option("--json", "as_json", is_flag=True, help="The last line of standard output is one JSON object.")
@click.option("--seed-only", is_flag=True, help="Make the data and stop.")
def command(port: int, data: Path, as_json: bool, seed_only: bool) -> None:
    """Start the helpdesk on the embedded database, with two organisations, 60 people, 5,000 tickets and 20,000 comments.

    Example: bedplate demo --port 8000
    """
    data.mkdir(parents=True, exist_ok=True)
    application = _example()
    app = load_app(str(application))
    overrides = {
        "BEDPLATE_ENVIRONMENT": "dev",
        "BEDPLATE_HOST": "127.0.0.1",
        "BEDPLATE_PORT": str(port),
        "BEDPLATE_WORKERS": "1",
        "BEDPLATE_DATABASE": str((data / "helpdesk.sqlite3").resolve()),
    }
    settings = settings_for(data, overrides, make_secrets=True)
    if not seed_only:
        refuse_taken_port(settings)
    console = Console(stderr=True)
    shown = _accounts(app, settings.database, data, overrides, console)
    url = f"http://127.0.0.1:{port}"
    words = json.dumps(_facts_of_all(url, shown)) if as_json else _explanation(url, shown)
    if seed_only:
        click.echo(words)
        return
    merged = environment(data, overrides)
    own = {name: value for name, value in merged.items() if name.startswith("BEDPLATE_")}
    console.print(f"serving {url} (Ctrl-C stops it)", highlight=False)
    run(str(application), settings, own, before=when_listening(words, standard_output_kept(), settings.host, port))


def _example() -> Path:
    """The helpdesk: beside the source in a checkout, inside the package when installed."""
    packaged = Path(__file__).parent.parent / "examples" / "helpdesk" / "app.py"
    return packaged if packaged.is_file() else Path(__file__).parents[3] / "examples" / "helpdesk" / "app.py"


def _accounts(app: App, database: Path, data: Path, overrides: dict[str, str], console: Console) -> list[_Shown]:
    kept = data / ACCOUNTS
    settings = settings_for(data, overrides, make_secrets=False)
    if kept.is_file() and database.is_file() and _fits(app, settings, data, console):
        return [_Shown(**entry) for entry in json.loads(kept.read_text(encoding="utf-8"))]
    for leftover in (kept, database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        leftover.unlink(missing_ok=True)
    app.prepare(settings, may_extend=True)
    shown = asyncio.run(_seed(app.compose(settings, {}), console))
    kept.touch(mode=0o600)
    kept.write_text(json.dumps([asdict(one) for one in shown]), encoding="utf-8")
    return shown


def _fits(app: App, settings: Settings, data: Path, console: Console) -> bool:
    """Whether the data that is there is of this version; made-up data is made anew, not migrated."""
    try:
        app.prepare(settings, may_extend=True)
    except DeclarationFault:
        console.print(f"the data in {data} was made by another version and is made anew", highlight=False)
        return False
    console.print(f"using the data in {data}", highlight=False)
    return True


async def _seed(running: Running, console: Console) -> list[_Shown]:
    seed = importlib.import_module("seed")
    size = seed.Size()
    console.print(f"making {size.people:,} people, {size.tickets:,} tickets and {size.comments:,} comments, the same each time", highlight=False)
    total = len(seed.ORGANISATIONS) * (1 + len(seed.PROJECTS)) + size.people + size.tickets + size.comments
    made: dict[str, list[dict[str, Any]]] = {}
    with Progress(console=console) as progress:
        task = progress.add_task("making data", total=total)
        batch: list[Insert] = []
        for kind, values in seed.Seeder().rows(size):
            resource = running.contract.resources[kind.__name__]
            complete = {**{name: field.default for name, field in resource.fields.items() if field.has_default or field.nullable}, **values}
            batch.append(Insert(resource.name, (values["id"],), complete, "system", why="the demo's data"))
            made.setdefault(kind.__name__, []).append(values)
            if len(batch) == BATCH:
                await _apply(running, batch)
                progress.advance(task, len(batch))
                batch = []
        await _apply(running, batch)
        progress.advance(task, len(batch))
    shown = [await _with_password(running, made, org) for org in made["Org"]]
    await running.database.close()
    return shown


async def _apply(running: Running, batch: Iterable[Insert]) -> None:
    nobody = Access(kind=None, rows={}, fields={})
    application = Actor(via="system", why="the demo's data")
    await running.store.apply(ChangeSet(actor=application, access=nobody, now=running.runtime.now(), changes=tuple(batch)))


async def _with_password(running: Running, made: dict[str, list[dict[str, Any]]], org: dict[str, Any]) -> _Shown:
    """The first admin of an organisation gets a password."""
    person = next(person for person in made["Person"] if person["org"] == org["id"])
    password = secrets.token_urlsafe(15)
    await running.accounts.set_password("Person", str(person["id"]), person["email"], password)
    tickets = [str(ticket["id"]) for ticket in made["Ticket"] if ticket["org"] == org["id"]][-3:]
    return _Shown(person["email"], password, org["name"], tickets)


def _facts_of_all(url: str, shown: list[_Shown]) -> dict[str, object]:
    return {
        "url": url,
        "docs": f"{url}/docs",
        "accounts": [
            {"email": one.email, "password": one.password, "organisation": one.organisation, "ticket": one.tickets[0], "tickets": one.tickets}
            for one in shown
        ],
        "tickets": [one.tickets[0] for one in shown],
    }


def _explanation(url: str, shown: list[_Shown]) -> str:
    own, other = shown
    accounts = "\n".join(f"  {account.organisation}: {account.email}  {account.password}" for account in shown)
    body = json.dumps({"email": own.email, "password": own.password})
    return f"""
helpdesk: {url}   API page: {url}/docs   errors: {url}/docs/errors

{accounts}

Sign in as the first and keep the token:
  TOKEN=$(curl -s {url}/v1/auth/token -H 'Content-Type: application/json' -d '{body}' | python3 -c 'import json,sys; print(json.load(sys.stdin)["data"]["access_token"])')
A ticket of its own, with author and comments:
  curl -s "{url}/v1/tickets/{own.tickets[0]}?fields=*,author(id,name),comments(body,internal)&comments.limit=3" -H "Authorization: Bearer $TOKEN"; echo
Open tickets, newest first:
  curl -s "{url}/v1/tickets?status=open&limit=3&fields=id,title,due_at" -H "Authorization: Bearer $TOKEN"; echo
A ticket of {other.organisation}, refused as if it did not exist:
  curl -s "{url}/v1/tickets/{other.tickets[0]}" -H "Authorization: Bearer $TOKEN"; echo
An unknown field, refused with its place:
  curl -s {url}/v1/tickets -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{{"titel": "x"}}'; echo
"""
