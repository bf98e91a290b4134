"""The bed of these tests is made of baskets."""
from __future__ import annotations

import pytest

from bedplate import App

from .basket_sample import app


@pytest.fixture
def bedplate_app() -> App:
    return app
