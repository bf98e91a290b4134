"""`bedplate serve`."""
from __future__ import annotations

from pathlib import Path

import click

from bedplate.tools.entry import app_option, find_target, load_app
from bedplate.tools.environment import settings_of
from bedplate.tools.serving import refuse_taken_port, run

__all__ = ["command"]


@click.command("serve")
@app_option
@click.option("--host", help="Address to listen on (BEDPLATE_HOST).")
@click.option("--port", type=click.IntRange(1, 65_535), help="Port to listen on (BEDPLATE_PORT).")
@click.option("--workers", type=click.IntRange(1, 64), help="Worker processes (BEDPLATE_WORKERS).")
def command(target: str | None, host: str | None, port: int | None, workers: int | None) -> None:
    """Serve in production: settings and secrets from the environment, several workers, graceful stop.

    Example: BEDPLATE_SECRET_FILE=/run/secrets/bedplate bedplate serve --app shop:app --workers 2
    """
    named = find_target(target)
    overrides = _overrides(host=host, port=port, workers=workers)
    app = load_app(named)
    settings = settings_of(app, Path.cwd(), overrides)
    refuse_taken_port(settings)
    app.prepare(settings, may_extend=False)
    click.echo(f"serving {named} on http://{settings.host}:{settings.port} with {settings.workers} worker(s)", err=True)
    run(named, settings, overrides)


def _overrides(**given: object) -> dict[str, str]:
    return {f"BEDPLATE_{name.upper()}": str(value) for name, value in given.items() if value is not None}
