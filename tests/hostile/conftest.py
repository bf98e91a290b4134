"""One helpdesk for all tests of a file: hostile requests must not be able to wear it out."""
from __future__ import annotations

from collections.abc import Iterator

import pytest

from .edge import Edge, opened


@pytest.fixture(scope="module")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """The helpdesk behind its ASGI edge."""
    made = opened(tmp_path_factory.mktemp)
    yield made
    made.close()
