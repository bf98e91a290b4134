"""The tests of the shop are about the application beside them, with secrets of their own."""
from __future__ import annotations

from collections.abc import Mapping

import pytest

from bedplate import App
from shop.app import app

HOOK_SECRET = "between the shop and its provider"


@pytest.fixture
def bedplate_app() -> App:
    return app


@pytest.fixture
def bedplate_environment() -> Mapping[str, str]:
    return {"SHOP_PROVIDER_URL": "http://provider.invalid", "SHOP_PROVIDER_KEY": "only for tests", "SHOP_HOOK_SECRET": HOOK_SECRET}
