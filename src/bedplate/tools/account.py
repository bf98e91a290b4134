"""`bedplate account`."""
from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

import click

from bedplate.tools.entry import app_option, find_target, load_app
from bedplate.tools.environment import environment, settings_of

__all__ = ["command"]


@click.group("account")
def command() -> None:
    """Create accounts.

    Example: bedplate account create --email ana@example.com --role admin --set name=Ana --set org=NEW:Northwind
    """


@command.command("create")
@app_option
@click.option("--email", required=True, help="What the account signs in with.")
@click.option("--role", help="Short for --set role=ROLE.")
@click.option("--kind", help="The account class, where there are several.")
@click.option("--set", "fields", multiple=True, metavar="FIELD=VALUE",
              help="A field of the account, repeatable. A reference is an id, NEW:name to make that row too, or FIELD:VALUE of an existing one, "
              "as in org=name:Northwind.")  # fmt: skip
@click.option("--password", envvar="BEDPLATE_NEW_PASSWORD", help="Better in BEDPLATE_NEW_PASSWORD; made up and printed if not said.")
def create(target: str | None, email: str, role: str | None, kind: str | None, fields: tuple[str, ...], password: str | None) -> None:
    """Create an account that can sign in; validated and audited like any other write.

    Example: bedplate account create --email ana@example.com --role admin --set name=Ana --set org=NEW:Northwind
    """
    values = dict(_pair(entry) for entry in (*fields, *((f"role={role}",) if role else ())))
    chosen = password or secrets.token_urlsafe(18)
    app = load_app(find_target(target))
    settings = settings_of(app, Path.cwd(), {})
    app.prepare(settings, may_extend=settings.environment == "dev")
    running = app.compose(settings, environment(Path.cwd(), {}))

    async def make() -> str:
        try:
            return await running.accounts.create_account(kind, email, chosen, values)
        finally:
            await running.stop()

    key = asyncio.run(make())
    click.echo(f"created {key}" + ("" if password else f" with the password {chosen}"))


def _pair(entry: str) -> tuple[str, str]:
    name, equals, value = entry.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"{entry!r} is not FIELD=VALUE")
    return name, value
