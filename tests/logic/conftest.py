"""The shop on a database of its own."""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bedplate.storage.setup import create_or_extend
from bedplate.storage.sqlite import Database
from bedplate.storage.sqlite.limits import Limits

from .shelf_sample import Shop, contract


@pytest.fixture
async def open_shop(tmp_path: Path) -> AsyncIterator[Callable[..., Any]]:
    """Opens a shop; several on one file are several processes."""
    opened: list[Database] = []

    async def open_it(made: Any = None, file: str = "shop.db", limits: Limits = Limits(), **more: Any) -> Shop:
        declared = made or contract()
        create_or_extend(tmp_path / file, declared, allow=True)
        opened.append(Database.open(tmp_path / file, synchronous="OFF", limits=limits))
        return Shop(declared, opened[-1], **more)

    yield open_it
    for database in opened:
        await database.close()


@pytest.fixture
async def shop(open_shop: Callable[..., Any]) -> Any:
    return await open_shop()
