"""A database of its own for each test."""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bedplate.storage.sqlite import Database, Limits

Opener = Callable[..., Database]


@pytest.fixture
async def opener(tmp_path: Path) -> AsyncIterator[Opener]:
    """Opens databases on one file with narrowed limits, and closes them after the test."""
    opened: list[Database] = []

    def open_it(name: str = "data.db", readers: int = 2, **limits: Any) -> Database:
        database = Database.open(tmp_path / name, readers=readers, limits=Limits(**limits))
        opened.append(database)
        return database

    yield open_it
    for database in opened:
        await database.close()


@pytest.fixture
def endless() -> str:
    """A statement that never ends by itself."""
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def long() -> str:
    """A statement of some 100,000 steps that answers 10,000."""
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 10000) SELECT count(*) FROM n"
