"""`bedplate check`."""
from __future__ import annotations

import click

from bedplate.tools.entry import app_option, find_target, load_app

__all__ = ["command"]


@click.command("check")
@app_option
def command(target: str | None) -> None:
    """Run every check of a boot without serving. Exits with 1 and all faults if there are any.

    Example: bedplate check --app shop.py
    """
    contract = load_app(find_target(target)).contract
    rules = sum(len(resource.rules) for resource in contract.resources.values())
    click.echo(f"well formed: {len(contract.resources)} resources, {rules} rules, {len(contract.operations)} operations")
