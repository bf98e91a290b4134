"""Which web frameworks a program uses, told from its imports: those that a reader reads, and those that no reader reads yet."""
from __future__ import annotations

import re

from bedplate.checklist.review.source import Program

__all__ = ["LISTED", "READ", "UNREAD", "used"]

READ = ("fastapi", "flask", "django")
"""A reader turns the routes of these into the neutral picture."""
LISTED = ("aiohttp", "litestar", "ninja", "starlette")
"""The routes of these are read as a table, for `--routes`; no rule is asked about them, so every item is unsupported."""
UNREAD = ("blacksheep", "bottle", "cherrypy", "connexion", "falcon", "flask_appbuilder", "pyramid", "robyn", "sanic", "tornado")
"""Nothing reads the routes of these: every item of the checklist is unsupported in them, and the report says so."""
_WORDS = {"flask": r"(?:flask\w*|apiflask|quart\w*)", "django": "(?:django|rest_framework)"}


def _imports(word: str) -> str:
    return rf"^\s*(?:from|import)\s+{word}\b"


def _serves(package: str) -> str:
    """The package is a client too: only its module `web` serves."""
    return rf"^\s*(?:from|import)\s+{package}\.web\b|^\s*from\s+{package}\s+import\s+(?:\([^)]*|[^\n(]*)\bweb\b|\b{package}\.web\."


_USES = {name: re.compile(_imports(_WORDS.get(name, name)), re.M) for name in (*READ, *LISTED, *UNREAD)} | {
    name: re.compile(_serves(name), re.M) for name in ("aiohttp", "tornado")
}


def used(program: Program) -> dict[str, list[str]]:
    """The files that import each framework. FastAPI is made of Starlette: beside it, imports of Starlette are FastAPI's own."""
    found: dict[str, list[str]] = {}
    for file in program.files:
        text = program.text(file)
        for name, pattern in _USES.items():
            if pattern.search(text):
                found.setdefault(name, []).append(file)
    if "fastapi" in found:
        found.pop("starlette", None)
    return found
