"""Stores on a database of their own, filled with two organisations."""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from storage_sample import Opened, World, contract, things

from bedplate.declarations.contract import Contract
from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.storage.store import Store


@pytest.fixture
async def open_store(tmp_path: Path) -> AsyncIterator[Callable[..., Opened]]:
    """Opens stores; several on one file are several processes."""
    opened: list[Database] = []

    def open_it(made: Contract | None = None, world: World | None = None, file: str = "data.db", **more: Any) -> Opened:
        declared, path = made or contract(), tmp_path / file
        fresh = not path.exists()
        create_or_extend(path, declared, allow=True)
        filled = world or World(**more)
        if fresh:
            filled.fill(path, declared)
        opened.append(Database.open(path, synchronous="OFF"))
        return Opened(declared, filled, opened[-1], Store(declared, opened[-1]))

    yield open_it
    for database in opened:
        await database.close()


@pytest.fixture
async def bed(open_store: Callable[..., Opened]) -> Opened:
    """Two organisations, and things with many ties and NULLs."""
    world = World()
    things(world, 80)
    return open_store(world=world)
