"""The bed of these tests is made of the old server's contract beside them."""
from __future__ import annotations

import pytest
from tests.contracts.old_app import app

from bedplate import App


@pytest.fixture
def bedplate_app() -> App:
    return app
