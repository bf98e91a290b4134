"""The tests of the forum are about the application beside them, from wherever they are run."""
from __future__ import annotations

from collections.abc import Mapping

import pytest
from forum.app import app

from bedplate import App


@pytest.fixture
def bedplate_app() -> App:
    return app


@pytest.fixture
def bedplate_environment() -> Mapping[str, str]:
    """The old clients know passwords of eight characters."""
    return {"BEDPLATE_PASSWORD_MINIMUM": "8"}
