"""The bed of these tests is made of the application beside them."""
from __future__ import annotations

import pytest
from reading_sample import app

from bedplate import App


@pytest.fixture
def bedplate_app() -> App:
    return app
