"""A prepared database of an application, made once in a process and copied for each test; and the settings of tests."""
from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from joserfc.jwk import ECKey

from bedplate.app import App
from bedplate.settings import PREFIX, Settings, load

__all__ = ["Template"]


@cache
def _secrets() -> Mapping[str, str]:
    """Fresh ones for this process: those of the developer stay out of tests."""
    pem = ECKey.generate_key("P-256").as_pem(private=True).decode()
    return {f"{PREFIX}SECRET": os.urandom(32).hex(), f"{PREFIX}TOKEN_KEY": pem}


class Template:
    """What all tests of one application start from. `folder` is empty and belongs to it."""

    def __init__(self, app: App, folder: Path) -> None:
        self.app = app
        self._folder = folder
        self._file = folder / "template.db"
        self._settings: dict[tuple[tuple[str, str], ...], Settings] = {}

    def environment(self, said: Mapping[str, str]) -> dict[str, str]:
        """The process's environment without the settings of the framework, and with what the test says."""
        return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)} | dict(said)

    def settings(self, said: Mapping[str, str], database: Path) -> Settings:
        """Settings for one test. Raises DeclarationFault for what the test says wrongly."""
        known = tuple(sorted((name, value) for name, value in said.items() if name.startswith(PREFIX)))
        if known not in self._settings:
            self._settings[known] = load({**_secrets(), **dict(known), f"{PREFIX}ENVIRONMENT": "test"}, self._folder)
        return replace(self._settings[known], database=database)

    def copy_to(self, database: Path) -> None:
        """A fresh database. Raises DeclarationFault with every fault of the application."""
        if not self._file.exists():
            self.app.prepare(self.settings({}, self._file), may_extend=True)
        shutil.copyfile(self._file, database)
