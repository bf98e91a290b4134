"""The bed of these tests is made of the kitchen beside them."""
from __future__ import annotations

import pytest
from tests.languages.kitchen_app import app

from bedplate import App


@pytest.fixture
def bedplate_app() -> App:
    return app
