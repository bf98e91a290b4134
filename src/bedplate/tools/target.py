"""What a worker process serves: the application that `BEDPLATE_APP` names, composed with this process's environment."""
from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import click

from bedplate.app import App
from bedplate.settings import Settings
from bedplate.tools.announcement import when_listening
from bedplate.tools.entry import load_app
from bedplate.tools.environment import environment, settings_of
from bedplate.tools.faults import words_of
from bedplate.tools.orphans import end_with_parent
from bedplate.web.asgi import AsgiApplication

__all__ = ["application", "extended"]


def application() -> AsgiApplication:
    """The factory that the server calls once per worker."""
    return _composed(lambda app, settings: None, "")


def extended() -> AsgiApplication:
    """The same for `dev`, after each change: the declarations may be wrong by now, and the database may lack what they add."""

    def extend(app: App, settings: Settings) -> None:
        for step in app.prepare(settings, may_extend=True):
            click.echo(f"database: {step}", err=True)
        app.write_lock(Path.cwd())
        url = f"http://{settings.host}:{settings.port}"
        when_listening(f"dev: {url}  API page: {url}/docs", sys.stderr, settings.host, settings.port)()

    return _composed(extend, "\ndev: waiting for a change that puts it right")


def _composed(before: Callable[[App, Settings], None], afterword: str) -> AsgiApplication:
    end_with_parent()
    folder = Path.cwd()
    try:
        app = load_app(os.environ["BEDPLATE_APP"])
        settings = settings_of(app, folder, {})
        before(app, settings)
        running = app.compose(settings, environment(folder, {}))
        return running.served(lambda error: click.echo(words_of(error) + afterword, err=True)) if afterword else running.asgi
    except click.ClickException as wrong:
        words = wrong.format_message()
    except Exception as error:  # the worker cannot start: told in words, by its exit code to the server
        words = words_of(error)
    click.echo(words + afterword, err=True)
    sys.exit(1)
