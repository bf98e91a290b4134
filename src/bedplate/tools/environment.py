"""The settings of a command: the environment, with the `.env` beside the application for what it does not say."""
from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bedplate.settings import Settings, load, read_dotenv, write_dotenv

__all__ = ["environment", "settings_for"]


def environment(folder: Path, overrides: Mapping[str, str]) -> dict[str, str]:
    """Later ones win: `.env`, the process, what the command line said."""
    written = {name: value for name, (value, _) in read_dotenv(folder / ".env").items()}
    return {**written, **os.environ, **overrides}


def settings_for(folder: Path, overrides: Mapping[str, str], *, make_secrets: bool) -> Settings:
    """Typed settings. `make_secrets` writes a `.env` with fresh secrets where there is none. Raises DeclarationFault."""
    if make_secrets and not (folder / ".env").exists() and "BEDPLATE_SECRET" not in os.environ:
        write_dotenv(folder / ".env")
    return load(environment(folder, overrides), folder)
