"""The plugin: nothing is imported before a test asks, and the application is found."""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

APP = """
from bedplate import App, Event, Expr, Field, Ref, Resource, Settings, User, allow, field, ref
class Config(Settings, prefix="SHOP_"):
    greeting: str
class Person(User):
    name: Field[str] = field(max=20)
class Thing(Resource):
    owner: Ref[Person] = ref()
    @classmethod
    @allow("read")
    def mine(cls, me: type[Person]) -> Expr[bool]:
        return cls.owner.id == me.id
app = App(__name__, accounts=Person, settings=Config)
"""
TEST = """
import pytest
@pytest.fixture
def bedplate_environment():
    return {"SHOP_GREETING": "hello"}
async def test_it(bed):
    from shop import Thing
    thing = await bed.make(Thing)
    assert await bed.allows(await thing.owner, "read", thing)
"""
INI = "[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\n"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs pytest in a project of its own, whose files are given."""

    def run(*arguments: str, installed: bool = False, **files: str) -> subprocess.CompletedProcess[str]:
        for name, text in files.items():
            (tmp_path / name.replace("__", ".")).write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments]
        if not installed:  # the many plugins of this project take seconds to load
            command += ["-p", "pytest_asyncio.plugin", "-p", "bedplate.testing.plugin"]
        environment = os.environ if installed else {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False)

    return run


def test_nothing_of_the_framework_is_imported_by_the_plugin() -> None:
    """pytest loads it in every project where the framework is installed."""
    code = "import sys, bedplate.testing.plugin; print(*sorted(one for one in sys.modules if one.startswith('bedplate')))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["bedplate", "bedplate.testing", "bedplate.testing.plugin"]


def test_without_an_application_the_fixture_says_how_to_name_one(run: Run) -> None:
    """In the words of every other command."""
    done = run(pytest__ini=INI, test_it__py="async def test_it(bed): ...")
    assert done.returncode != 0 and "no application found" in done.stdout


def test_the_application_is_named_in_the_ini_file_with_its_settings_by_the_test(run: Run) -> None:
    """`bedplate_app`, read from the root of the project wherever pytest is started."""
    done = run(installed=True, pytest__ini=INI + "bedplate_app = shop:app\n", shop__py=APP, test_it__py=TEST)
    assert done.returncode == 0, done.stdout


def test_the_application_is_found_by_convention(run: Run) -> None:
    """`app.py` beside the tests; also where the mode of pytest-asyncio is strict."""
    test = TEST.replace("from shop", "from app").replace("async def", "@pytest.mark.asyncio\nasync def")
    done = run(pytest__ini="[pytest]\nasyncio_default_fixture_loop_scope = function\n", app__py=APP, test_it__py=test)
    assert done.returncode == 0, done.stdout


def test_a_wrong_declaration_is_reported_in_full(run: Run) -> None:
    """With the place of each fault, before any test of it runs."""
    wrong = APP.replace("max=20", "mox=20") + "\nclass Bad(Resource):\n    text: Field[str] = field()\n"
    done = run(pytest__ini=INI + "bedplate_app = shop:app\n", shop__py=wrong, test_it__py=TEST)
    assert done.returncode != 0 and "shop.py:6" in done.stdout and "shop.py:16" in done.stdout, done.stdout[-900:]


def test_a_missing_setting_of_the_application_is_named(run: Run) -> None:
    """The developer's environment is read, so a test that needs a setting says it."""
    done = run(pytest__ini=INI + "bedplate_app = shop:app\n", shop__py=APP, test_it__py=TEST.replace('{"SHOP_GREETING": "hello"}', "{}"))
    assert done.returncode != 0 and "SHOP_GREETING is missing" in done.stdout
