"""What in a folder says that a backend lives there. Names and first lines of files are read, nothing is imported."""
from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["evidence_in"]

_PACKAGES: Final = re.compile(
    r"(?<![\w-])(bedplate|fastapi|flask|django|djangorestframework|starlette|litestar|aiohttp|sanic|quart|tornado|falcon|sqlalchemy|asyncpg|psycopg\w*"
    r"|express|fastify|koa|hono|@nestjs/core|prisma)(?![\w-])", re.IGNORECASE)
_IMPORTS: Final = re.compile(
    r"^\s*(?:from|import)\s+(bedplate|fastapi|flask|django|rest_framework|starlette|litestar|aiohttp\.web|sanic|quart|tornado|falcon|sqlalchemy)\b", re.MULTILINE)
_MANIFESTS: Final = frozenset({"pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "package.json"})
_SIGNS: Final = frozenset({"manage.py", "alembic.ini", "contract.lock.json", "wsgi.py", "asgi.py", "schema.sql"})
_SKIPPED: Final = frozenset({"node_modules", "site-packages", "__pycache__", "venv", "build", "dist"})
_FILES_MAX: Final = 2_000
_BYTES_MAX: Final = 65_536
_ENOUGH: Final = 3


def evidence_in(folder: Path) -> tuple[str, ...]:
    """At most three reasons to take the folder for a backend, as `file: what`; none where there is nothing."""
    found: list[str] = []
    for file in _files(folder if folder.is_dir() else folder.parent):
        sign = _sign(file)
        if sign is not None:
            found.append(f"{file.relative_to(folder if folder.is_dir() else folder.parent).as_posix()}: {sign}")
            if len(found) == _ENOUGH:
                break
    return tuple(found)


def _files(folder: Path) -> Iterator[Path]:
    """Files in a fixed order, nearest first, without what others wrote."""
    seen = 0
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in _SKIPPED)
        for name in sorted(names):
            seen += 1
            if seen > _FILES_MAX:
                return
            yield Path(place, name)


def _sign(file: Path) -> str | None:
    if file.name in _SIGNS:
        return "stands here"
    if file.name in _MANIFESTS or (file.name.startswith("requirements") and file.suffix in (".txt", ".in", ".lock")):
        match = _PACKAGES.search(_head(file))
        return None if match is None else f"depends on {match[1].lower()}"
    if file.suffix == ".py":
        match = _IMPORTS.search(_head(file))
        return None if match is None else f"imports {match[1]}"
    return None


def _head(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(_BYTES_MAX).decode("utf-8", errors="replace")
    except OSError:  # a broken link, or not ours to read: no evidence
        return ""
