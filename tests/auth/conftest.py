"""The desk: a running application of the tests of accounts."""
from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from auth_desk import Desk, open_desk


@pytest.fixture
async def desks(tmp_path: Path) -> AsyncIterator[Callable[..., Desk]]:
    """Opens applications over the same database, as several processes would."""
    opened: list[Desk] = []

    def open_one(**changes: Any) -> Desk:
        opened.append(open_desk(tmp_path, **changes))
        return opened[-1]

    yield open_one
    for desk in opened:
        await desk.running.stop()


@pytest.fixture
async def desk(desks: Callable[..., Desk]) -> Desk:
    """One process."""
    return desks()
