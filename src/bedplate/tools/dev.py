"""`bedplate dev`."""
from __future__ import annotations

from pathlib import Path

import click

from bedplate.tools.entry import app_option, find_target, load_app
from bedplate.tools.environment import settings_for
from bedplate.tools.serving import run

__all__ = ["command"]


@click.command("dev")
@app_option
@click.option("--port", type=click.IntRange(1, 65_535), default=8000, show_default=True, help="Port on 127.0.0.1.")
def command(target: str | None, port: int) -> None:
    """Serve on this machine: makes a `.env` with fresh secrets, creates or extends the database, reloads on change.

    Example: bedplate dev --app shop.py
    """
    named = find_target(target)
    overrides = {"BEDPLATE_ENVIRONMENT": "dev", "BEDPLATE_PORT": str(port), "BEDPLATE_WORKERS": "1"}
    settings = settings_for(Path.cwd(), overrides, make_secrets=True)
    app = load_app(named)
    for step in app.prepare(settings, may_extend=True):
        click.echo(f"database: {step}", err=True)
    app.write_lock(Path.cwd())
    click.echo(f"http://127.0.0.1:{port}  API page: http://127.0.0.1:{port}/docs", err=True)
    run(named, settings, overrides, reload=Path.cwd())
