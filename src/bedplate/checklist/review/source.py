"""The reviewed files: found once, parsed when somebody asks, joined by their dotted names."""
from __future__ import annotations

import ast
import os
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Module", "Program"]

_SKIPPED = frozenset({
    "node_modules", "__pycache__", "site-packages", "venv", "env", "build", "dist", "tests", "test", "testing", "docs_src",
    "migrations", "alembic", "benchmarks",
})  # fmt: skip
_TEST_FILE = re.compile(r"^(test_.*|.*_test|conftest|tests)\.py$")
_LIBRARIES = frozenset({
    "fastapi", "starlette", "flask", "django", "rest_framework", "sqlalchemy", "sqlmodel", "pydantic", "jwt", "jose", "redis", "celery",
    "requests", "httpx", "logging", "typing", "secrets", "hashlib", "json", "os", "re", "time", "types", "enum", "dataclasses", "email",
    "http", "collections", "functools", "datetime", "uuid", "passlib", "bcrypt", "marshmallow", "wtforms", "peewee", "string", "random",
})  # fmt: skip


@dataclass(eq=False)
class Module:
    """One parsed file. `name` is a tuple of dotted parts from the root; bindings are collected by `bindings.bind`."""

    path: str
    name: tuple[str, ...]
    package: bool
    text: str
    tree: ast.Module
    bindings: dict[str, list[object]] = field(default_factory=dict[str, list[object]])
    stars: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    bound: bool = False
    supplied: bool = False  # stands for a library: written by us, never shown

    @property
    def folder(self) -> tuple[str, ...]:
        """The parts of the package that relative imports start from."""
        return self.name if self.package else self.name[:-1]


class Program:
    """All files below a root. Guards the parsed modules: each file is read and parsed at most once."""

    def __init__(self, root: Path, exclude: tuple[str, ...] = ()) -> None:
        self.root = root
        self.exclude = exclude
        self.faults: list[str] = []
        self.read: set[str] = set()
        self._files: dict[str, tuple[str, ...]] = {}
        self._packages: set[tuple[str, ...]] = set()
        self._tails: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._modules: dict[str, Module | None] = {}
        self._texts: dict[str, str] = {}
        self._found: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._supplied: dict[tuple[str, ...], Module] = {}
        self._index()

    @property
    def files(self) -> tuple[str, ...]:
        """The relative paths of all files, sorted."""
        return tuple(sorted(self._files))

    def _index(self) -> None:
        for path in self._walk():
            parts = tuple(path[:-3].split("/"))
            if parts[-1] == "__init__":
                parts = parts[:-1]
                self._packages.add(parts)
            self._files[path] = parts
            if parts:
                self._tails.setdefault(parts[-1], []).append((parts, path))

    def _walk(self) -> Iterator[str]:
        if self.root.is_file():
            yield self.root.name
            return
        for folder, names, files in os.walk(self.root):
            relative = Path(folder).relative_to(self.root).as_posix()
            prefix = "" if relative == "." else f"{relative}/"
            names[:] = sorted(name for name in names if not self._skipped(name, f"{prefix}{name}"))
            for name in sorted(files):
                if name.endswith(".py") and not _TEST_FILE.match(name) and not self._excluded(f"{prefix}{name}"):
                    yield f"{prefix}{name}"

    def _skipped(self, name: str, path: str) -> bool:
        return name in _SKIPPED or name.startswith(".") or name.endswith(".egg-info") or self._excluded(path)

    def _excluded(self, path: str) -> bool:
        return any(path == pattern or path.startswith(f"{pattern.rstrip('/')}/") or Path(path).match(pattern) for pattern in self.exclude)

    def text(self, path: str) -> str:
        """The source of a file; undecodable bytes become replacement characters."""
        known = self._texts.get(path)
        if known is None:
            where = self.root if self.root.is_file() else self.root / path
            try:
                known = where.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
            except OSError as fault:
                self.faults.append(f"{path}: {fault.strerror}")
                known = ""
            self._texts[path] = known
        return known

    def module(self, path: str) -> Module | None:
        """The parsed file, or None when it is not Python of this version (that is a fault of the report)."""
        self.read.add(path)
        if path not in self._modules:
            self._modules[path] = self._parse(path)
        return self._modules[path]

    def _parse(self, path: str) -> Module | None:
        text = self.text(path)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError) as fault:
            line = fault.lineno if isinstance(fault, SyntaxError) else 1
            self.faults.append(f"{path}:{line}: cannot be parsed")
            return None
        return Module(path, self._files[path], path.endswith("__init__.py"), text, tree)

    def supply(self, dotted: str, text: str) -> None:
        """A module of a library, told in a few lines that stand for what it does."""
        parts = tuple(dotted.split("."))
        self._supplied[parts] = Module(f"<{dotted}>", parts, True, text, ast.parse(text), supplied=True)

    def find(self, dotted: str, importer: Module) -> Module | None:
        """The module of the program that an absolute import names, seen from the importer; None for a library's."""
        if self._supplied and (supplied := self._supplied.get(tuple(dotted.split(".")))) is not None:
            return supplied
        key = (dotted, importer.folder)
        if key not in self._found:
            self._found[key] = self._find(tuple(dotted.split(".")), importer)
        path = self._found[key]
        return None if path is None else self.module(path)

    def _find(self, parts: tuple[str, ...], importer: Module) -> str | None:
        best: tuple[int, str] | None = None
        for name, path in self._tails.get(parts[-1], ()):
            if name[-len(parts) :] != parts:
                continue
            rank = self._rank(name[: -len(parts)], parts, importer)
            if rank is not None and (best is None or rank > best[0]):
                best = (rank, path)
        return None if best is None else best[1]

    def _rank(self, prefix: tuple[str, ...], parts: tuple[str, ...], importer: Module) -> int | None:
        """How likely `prefix` is the folder that stood on the path: ancestors of the importer first, never inside a package."""
        ancestor = importer.folder[: len(prefix)] == prefix
        if prefix in self._packages and prefix and f"{'/'.join(prefix)}/manage.py" not in self._files:
            beside = prefix == importer.folder and parts[0] not in _LIBRARIES
            return len(prefix) if beside and len(parts) <= 2 else None
        if parts[0] in _LIBRARIES and len(parts) == 1:
            return None
        if ancestor:
            return 1000 + len(prefix)
        return -len(prefix)

    def relative(self, parts: tuple[str, ...]) -> Module | None:
        """The module with exactly these parts (for relative imports and submodules)."""
        if not parts:
            return self.module("__init__.py") if "__init__.py" in self._files else None
        if parts in self._supplied:
            return self._supplied[parts]
        for name, path in self._tails.get(parts[-1], ()):
            if name == parts:
                return self.module(path)
        return None
