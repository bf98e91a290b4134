"""Which application a command is about: `--app`, `BEDPLATE_APP`, `[tool.bedplate] app` in pyproject.toml, or a file found by convention."""
from __future__ import annotations

import importlib
import os
import sys
import tomllib
import traceback
from pathlib import Path
from typing import cast

import click

from bedplate.app import App
from bedplate.declarations.compiling.faults import declaring
from bedplate.errors import DeclarationFault
from bedplate.tools.faults import own_traceback

__all__ = ["app_option", "find_target", "load_app"]

CONVENTION = ("app.py", "main.py", "src/app.py", "app/main.py", "app/__init__.py")

app_option = click.option("--app", "target", metavar="MODULE:NAME", help="The application, as module:name or file.py:name.")


def find_target(target: str | None) -> str:
    """The target in words of the first place that names one. Raises click.ClickException with what to do."""
    if target or (target := os.environ.get("BEDPLATE_APP")):
        return target
    if named := _named_in(Path("pyproject.toml")):
        return named
    for candidate in CONVENTION:
        if Path(candidate).is_file():
            return candidate
    raise click.ClickException(
        "no application found. Name it: --app myapp:app, BEDPLATE_APP=myapp:app, or in pyproject.toml\n"
        '    [tool.bedplate]\n    app = "myapp:app"\n'
        f"or keep it in one of {', '.join(CONVENTION)} as `app`."
    )


def _named_in(project: Path) -> str | None:
    if not project.is_file():
        return None
    try:
        table: object = tomllib.loads(project.read_text(encoding="utf-8")).get("tool", {}).get("bedplate", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise click.ClickException(f"{project} cannot be read: {fault}") from fault
    named = cast("dict[str, object]", table).get("app") if isinstance(table, dict) else None
    if named is not None and not isinstance(named, str):
        raise click.ClickException(f'{project}: `app` in [tool.bedplate] is a text, like "myapp:app".')
    return named


def load_app(target: str) -> App:
    """Import the module and take the application out of it. Raises click.ClickException with the reason, DeclarationFault as it is."""
    location, _, name = target.partition(":")
    module_name = _importable(location)
    try:
        with declaring():
            module = importlib.import_module(module_name)
    except DeclarationFault:
        raise
    except Exception as error:  # whatever the application's own code raises is shown to who wrote it
        raise click.ClickException(_import_failed(module_name, error)) from error
    found = getattr(module, name or "app", None)
    if not isinstance(found, App):
        raise click.ClickException(f"{module_name} has no App called `{name or 'app'}`. Write `{name or 'app'} = App(__name__)` there.")
    return found


def _import_failed(module: str, error: Exception) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name is not None and f"{module}.".startswith(f"{error.name}."):
        return f"there is no module {module} (looked in {Path.cwd()} and where Python looks). Name it as module:name or file.py:name."
    said = f"{module} cannot be imported:\n{own_traceback(error)}"
    return f"{said}\n{_LATER}" if isinstance(error, NameError) and not _annotations_wait(error) else said


_LATER = "A class may be named in an annotation above its definition where the file begins with `from __future__ import annotations`."


def _annotations_wait(error: NameError) -> bool:
    """Whether the file that the error was raised in says that annotations are read later."""
    frames = traceback.extract_tb(error.__traceback__)
    file = Path(frames[-1].filename) if frames else Path()
    return not file.is_file() or "from __future__ import annotations" in file.read_text(encoding="utf-8", errors="replace")


def _importable(location: str) -> str:
    """The name to import, its folder added to where Python looks. A file inside a package is imported as part of it."""
    path = Path(location)
    if path.suffix != ".py" and not path.is_file():
        _search_in(Path.cwd())
        return location
    if not path.is_file():
        raise click.ClickException(f"there is no file {location}.")
    path = path.resolve()
    names = [] if path.name == "__init__.py" else [path.stem]
    folder = path.parent
    while (folder / "__init__.py").is_file():
        names.insert(0, folder.name)
        folder = folder.parent
    _search_in(folder)
    return ".".join(names)


def _search_in(folder: Path) -> None:
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
