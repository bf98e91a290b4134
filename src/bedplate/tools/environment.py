"""The settings of a command: the environment, with the `.env` beside the application for what it does not say."""
from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from bedplate.app import App
from bedplate.declarations.services import read_settings
from bedplate.errors import DeclarationFault, Fault, Place
from bedplate.settings import Settings, load, read_dotenv, write_dotenv

__all__ = ["environment", "settings_for", "settings_of"]


def environment(folder: Path, overrides: Mapping[str, str]) -> dict[str, str]:
    """Later ones win: `.env`, the process, what the command line said."""
    written = {name: value for name, (value, _) in read_dotenv(folder / ".env").items()}
    return {**written, **os.environ, **overrides}


def settings_for(folder: Path, overrides: Mapping[str, str], *, make_secrets: bool) -> Settings:
    """Typed settings. `make_secrets` writes a `.env` with fresh secrets where there is none. Raises DeclarationFault."""
    if make_secrets and not (folder / ".env").exists() and "BEDPLATE_SECRET" not in os.environ:
        write_dotenv(folder / ".env")
    return load(environment(folder, overrides), folder)


def settings_of(app: App, folder: Path, overrides: Mapping[str, str]) -> Settings:
    """The settings to serve an application with. Raises one DeclarationFault for all: its declarations, our settings and its own."""
    faults: list[Fault] = []

    def own() -> None:
        kind = app.contract.settings
        if kind is not None:
            read_settings(kind, environment(folder, overrides), Place("environment", 1))

    readers: tuple[Callable[[], object], ...] = (lambda: settings_for(folder, overrides, make_secrets=False), own)
    for read in readers:
        try:
            read()
        except DeclarationFault as fault:
            faults += [one for one in fault.faults if one not in faults]
    if faults:
        raise DeclarationFault(faults)
    return settings_for(folder, overrides, make_secrets=False)
