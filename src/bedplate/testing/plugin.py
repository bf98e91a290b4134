"""The pytest plugin of `bedplate.testing`: the fixture `bed`.

pytest loads this file in every project where the framework is installed, so nothing of the framework is imported before a test asks.
"""
from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from bedplate.app import App
    from bedplate.testing.bed import Bed
    from bedplate.testing.template import Template

try:
    from pytest_asyncio import fixture as _async_fixture
except ImportError:  # the fixture then says what to install
    _async_fixture: Any = None  # type: ignore[no-redef]

__all__ = ["bed", "bedplate_app", "bedplate_environment", "pytest_addoption"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`bedplate_app = myapp:app` in the ini file says which application is tested."""
    parser.addini("bedplate_app", "the application under test, as module:name or file.py:name", default="")


@pytest.fixture
def bedplate_app(request: pytest.FixtureRequest) -> App:
    """The application under test: by the ini option `bedplate_app`, `BEDPLATE_APP`, `[tool.bedplate] app`, or a file found by convention.
    Override it in a conftest.py for an application made by code."""
    import click

    from bedplate.tools.entry import find_target, load_app

    with contextlib.chdir(request.config.rootpath):
        try:
            return load_app(find_target(str(request.config.getini("bedplate_app")) or None))
        except click.ClickException as problem:
            raise pytest.UsageError(problem.message) from None


@pytest.fixture
def bedplate_environment() -> Mapping[str, str]:
    """Settings of the test by the names of their environment variables, the application's own among them. Override it."""
    return {}


@pytest.fixture(scope="session")
def _bedplate_templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[App], Template]:
    from bedplate.testing.template import Template

    made: dict[int, Template] = {}

    def template_of(app: App) -> Template:
        found = made.get(id(app))  # the template keeps the application alive, so its id stays its own
        if found is None:
            found = made[id(app)] = Template(app, tmp_path_factory.mktemp("bedplate"))
        return found

    return template_of


async def _bed(
    bedplate_app: App, bedplate_environment: Mapping[str, str], _bedplate_templates: Callable[[App], Template], tmp_path: Path
) -> AsyncIterator[Bed]:
    """The application over a fresh database, its clock standing still."""
    from bedplate.testing.bed import Bed

    made = Bed(_bedplate_templates(bedplate_app), tmp_path, bedplate_environment)
    try:
        yield made
    finally:
        await made.close()


def _without_runner() -> None:
    """The fixture where nothing runs async tests."""
    raise pytest.UsageError("the fixture `bed` is async: add pytest-asyncio to your development dependencies")


bed: Any = pytest.fixture(name="bed")(_without_runner) if _async_fixture is None else _async_fixture(name="bed")(_bed)
