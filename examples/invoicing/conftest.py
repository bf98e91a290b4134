"""The tests of invoicing are about the application beside them, from wherever they are run."""
from __future__ import annotations

import pytest
from invoicing.app import app

from bedplate import App


@pytest.fixture
def bedplate_app() -> App:
    return app
