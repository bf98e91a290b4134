"""Which application a command is about: `--app`, `BEDPLATE_APP`, `[tool.bedplate] app` in pyproject.toml, or a file found by convention."""
from __future__ import annotations

import importlib
import os
import sys
import tomllib
from pathlib import Path

import click

from bedplate.app import App

__all__ = ["app_option", "find_target", "load_app"]

CONVENTION = ("app.py", "main.py", "src/app.py", "app/__init__.py", "app/main.py")

app_option = click.option("--app", "target", metavar="MODULE:NAME", help="The application, as module:name or file.py:name.")


def find_target(target: str | None) -> str:
    """The target in words of the first place that names one. Raises click.ClickException with what to do."""
    if target or (target := os.environ.get("BEDPLATE_APP")):
        return target
    project = Path("pyproject.toml")
    if project.is_file():
        named = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {}).get("bedplate", {}).get("app")
        if named:
            return str(named)
    for candidate in CONVENTION:
        if Path(candidate).is_file():
            return candidate
    raise click.ClickException(
        "no application found. Name it: --app myapp:app, BEDPLATE_APP=myapp:app, or in pyproject.toml\n"
        '    [tool.bedplate]\n    app = "myapp:app"\n'
        f"or keep it in one of {', '.join(CONVENTION)} as `app`."
    )


def load_app(target: str) -> App:
    """Import the module and take the application out of it. Raises click.ClickException with the reason."""
    location, _, name = target.partition(":")
    module_name = _importable(location)
    module = importlib.import_module(module_name)
    found = getattr(module, name or "app", None)
    if not isinstance(found, App):
        raise click.ClickException(f"{module_name} has no App called `{name or 'app'}`. Write `{name or 'app'} = App(__name__)` there.")
    return found


def _importable(location: str) -> str:
    path = Path(location)
    if path.suffix != ".py" and not path.is_file():
        _search_in(Path.cwd())
        return location
    if not path.is_file():
        raise click.ClickException(f"there is no file {location}.")
    if path.name == "__init__.py":
        path = path.parent
    _search_in(path.resolve().parent)
    return path.stem


def _search_in(folder: Path) -> None:
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
