"""`bedplate agent install|uninstall|plugin`: tells the agents of other programs how backend work is done here."""
from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import click

from bedplate.tools.agent.placing import Change, carry_out, planned, planned_removal
from bedplate.tools.agent.rendering import CLIENTS, Client, Piece, plugin, rendered

__all__ = ["command"]

_client = click.option(
    "--client", "names", type=click.Choice(["auto", "all", *CLIENTS]), multiple=True, default=("auto",), show_default=True,
    help="For which program; may be repeated. `auto`: those that the project uses.")
_dry = click.option("--dry-run", is_flag=True, help="Show what would change and change nothing.")
_folder = click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")


@click.group()
def command() -> None:
    """Install the backend engineer for coding agents: an agent, three skills, a short block in AGENTS.md.

    Example: bedplate agent install --client claude --dry-run
    """


@command.command()
@_folder
@_client
@_dry
def install(path: Path, names: tuple[str, ...], dry_run: bool) -> None:
    """Write the files for the agents that the project at PATH uses. Running it again changes nothing; what is not ours is left alone.

    Example: bedplate agent install . --client claude --client codex
    """
    _do(path, planned(path, _pieces(path, names)), dry_run)


@command.command()
@_folder
@_client
@_dry
def uninstall(path: Path, names: tuple[str, ...], dry_run: bool) -> None:
    """Take everything out again, byte for byte as it was before.

    Example: bedplate agent uninstall . --client all
    """
    chosen = ("all",) if names == ("auto",) else names
    _do(path, planned_removal(path, _pieces(path, chosen)), dry_run)


@command.command("plugin")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def write_plugin(folder: Path) -> None:
    """Write the same as a plugin to FOLDER, which must not exist or be empty.

    Example: bedplate agent plugin ./backend-engineer
    """
    if folder.exists() and any(folder.iterdir()):
        raise click.UsageError(f"{folder} is not empty")
    for piece in plugin():
        target = folder / piece.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(piece.text, encoding="utf-8")
        click.echo(f"create {target}")


def _pieces(path: Path, names: Sequence[str]) -> list[Piece]:
    return [piece for client in _clients(path, names) for piece in rendered(client)]


def _clients(path: Path, names: Sequence[str]) -> list[Client]:
    if "all" in names:
        return list(CLIENTS.values())
    found = [CLIENTS[name] for name in names if name != "auto"]
    if "auto" in names:
        found += [one for one in CLIENTS.values() if any((path / sign).exists() for sign in one.signs)] or [CLIENTS["agents"]]
    return list(dict.fromkeys(found))


def _do(path: Path, changes: list[Change], dry_run: bool) -> None:
    for change in changes:
        click.echo(f"{change.deed} {change.path}" + (f": {change.reason}" if change.reason else ""))
        if change.deed in ("create", "replace", "remove") and dry_run:
            click.echo("".join(_difference(change)), nl=False)
    if not dry_run:
        carry_out(path, changes)
    if not changes:
        click.echo("nothing to do")
    if any(change.deed == "blocked" for change in changes):
        raise SystemExit(1)


def _difference(change: Change) -> list[str]:
    before, after = ([] if one is None else one.decode(errors="replace").splitlines(keepends=True) for one in (change.before, change.after))
    old, new = ("/dev/null" if one is None else change.path for one in (change.before, change.after))
    return [line if line.endswith("\n") else f"{line}\n" for line in difflib.unified_diff(before, after, old, new)]
