"""`bedplate dev`."""
from __future__ import annotations

from pathlib import Path

import click

from bedplate.tools.entry import app_option, find_target
from bedplate.tools.environment import settings_for
from bedplate.tools.serving import refuse_taken_port, run

__all__ = ["command"]


@click.command("dev")
@app_option
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port on 127.0.0.1.")
def command(target: str | None, port: int) -> None:
    """Serve on this machine: makes a `.env` with fresh secrets, creates or extends the database, reloads on change.

    Example: bedplate dev --app shop.py
    """
    named = find_target(target)
    overrides = {"BEDPLATE_ENVIRONMENT": "dev", "BEDPLATE_HOST": "127.0.0.1", "BEDPLATE_PORT": str(port), "BEDPLATE_WORKERS": "1"}
    settings = settings_for(Path.cwd(), overrides, make_secrets=True)
    refuse_taken_port(settings)
    # The application is loaded by the worker alone: this process lives through all changes, and what it imports stays as it was.
    run(named, settings, overrides, reload=_watched(named))


def _watched(named: str) -> list[Path]:
    """This folder, and that of the application where it lies elsewhere."""
    here, file = Path.cwd(), Path(named.partition(":")[0])
    there = file.resolve().parent if file.is_file() else here
    return [here] if there.is_relative_to(here) else [here, there]
