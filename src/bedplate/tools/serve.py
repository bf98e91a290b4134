"""`bedplate serve`."""
from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

from bedplate.tools.announcement import when_listening
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
    importlib.import_module("bedplate.tools.target")  # before the workers are forked: they share these pages, and start at once
    importlib.import_module("bedplate.running")
    crew = "1 worker" if settings.workers == 1 else f"{settings.workers} workers"
    words = f"serving {named} on http://{settings.host}:{settings.port} with {crew}"
    run(named, settings, overrides, before=when_listening(words, sys.stderr, settings.host, settings.port))


def _overrides(**given: object) -> dict[str, str]:
    return {f"BEDPLATE_{name.upper()}": str(value) for name, value in given.items() if value is not None}
