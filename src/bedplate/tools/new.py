"""`bedplate new`: a project that runs and passes its own tests at once."""
from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path

import click

from bedplate.settings import write_dotenv
from bedplate.tools import project

__all__ = ["command"]

_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*")
_LONGEST = 40


@click.command("new")
@click.argument("name")
def command(name: str) -> None:
    """Make a project in a new folder: an application, its tests, settings with fresh secrets.

    Example: bedplate new shop
    """
    folder = Path.cwd() / _checked(name)
    try:
        folder.mkdir()
    except FileExistsError:
        raise click.ClickException(f"{folder} exists already. Choose another name; nothing was changed.") from None
    except OSError as error:
        raise click.ClickException(f"{folder} cannot be made: {error.strerror}.") from None
    title = name.replace("-", " ").replace("_", " ").capitalize()
    for path, text in project.FILES.items():
        place = folder / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(text.replace("@name@", name).replace("@title@", title), encoding="utf-8", newline="\n")
    write_dotenv(folder / ".env")
    click.echo(f"made {name}/: app.py, tests, README.md, pyproject.toml, .gitignore, and .env with fresh secrets")
    click.echo(f"next: cd {name} && bedplate dev")


def _checked(name: str) -> str:
    """A name that is a folder, a distribution and no module that Python or the framework would find instead."""
    if len(name) > _LONGEST or _NAME.fullmatch(name) is None:
        raise click.ClickException(
            f"{name!r} is no name for a project: at most {_LONGEST} small letters and digits in words joined by - or _, the first one a letter. Example: my-shop")
    module = name.replace("-", "_")
    if module in sys.stdlib_module_names or keyword.iskeyword(module) or module in ("app", "bedplate", "pytest", "tests"):
        raise click.ClickException(f"{name!r} is taken: Python or this framework has a module or word of that name. Choose another one.")
    return name
