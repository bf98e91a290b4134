"""`bedplate`: one command, sub-commands imported only when they are asked for."""
from __future__ import annotations

import importlib
import sys

import click

from bedplate.tools.faults import words_of

__all__ = ["main"]

_COMMANDS = {
    "account": ("bedplate.tools.account", "Create and list accounts."),
    "agent": ("bedplate.tools.agents", "Install the backend engineer for coding agents."),
    "ask": ("bedplate.tools.ask", "Ask the backend engineer about some code."),
    "check": ("bedplate.tools.check", "Run every check of a boot without serving."),
    "demo": ("bedplate.tools.demo", "Start the helpdesk with made-up data."),
    "dev": ("bedplate.tools.dev", "Serve on this machine and reload on change."),
    "inspect": ("bedplate.tools.inspect", "Show resources, routes, rules and limits."),
    "jobs": ("bedplate.tools.jobs", "Show events that wait, failed or died."),
    "new": ("bedplate.tools.new", "Make a project with an application and its tests."),
    "review": ("bedplate.tools.review", "Check the source of any Python backend."),
    "serve": ("bedplate.tools.serve", "Serve in production."),
}


class _Lazy(click.Group):
    """Imports a sub-command on use, so that `bedplate --help` is instant and `review` loads nothing of the framework."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        known = _COMMANDS.get(cmd_name)
        if known is None:
            return None
        command: click.Command = importlib.import_module(known[0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in sorted(_COMMANDS.items())])


@click.command(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bedplate", prog_name="bedplate")
def bedplate() -> None:
    """Typed declarations become a production backend.

    Example: bedplate dev --app shop.py
    """


def main() -> None:
    """The console script. Whatever goes wrong is told in words; exit code 1, and 2 for a wrong use."""
    try:
        bedplate(standalone_mode=True)
    except Exception as error:  # the end of the program: told and turned into its exit code
        click.echo(words_of(error), err=True)
        sys.exit(1)
