"""The bed of these tests is made of the shop."""
from __future__ import annotations

import pytest

from bedplate import App

from .shop_sample import app


@pytest.fixture
def bedplate_app() -> App:
    return app
