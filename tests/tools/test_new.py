"""`bedplate new`: a project that runs and passes its own tests, from a folder that knows nothing of this one."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from served import PATIENCE, environment, run


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new")
    done = run(folder, "new", "my-shop")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("next: cd my-shop && bedplate dev\n")
    return folder / "my-shop"


def test_its_own_tests_pass_at_once(shop: Path) -> None:
    """All of them, warnings being errors: also the table of who may do what is the one that its rules give."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error"]
    done = subprocess.run(command, cwd=shop, env=environment(shop), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_it_is_well_formed(shop: Path) -> None:
    """Under its own name, without saying where the application is."""
    done = run(shop, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert '"My shop"' in (shop / "app.py").read_text()
    assert 'name = "my-shop"' in (shop / "pyproject.toml").read_text()


def test_its_secrets_are_its_own(shop: Path) -> None:
    """Readable by the owner alone, fresh in every project, not committed, and no placeholder is left anywhere."""
    assert (shop / ".env").stat().st_mode & 0o777 == 0o600
    assert ".env" in (shop / ".gitignore").read_text().splitlines()
    assert run(shop.parent, "new", "other").returncode == 0
    assert (shop / ".env").read_text() != (shop.parent / "other" / ".env").read_text()
    assert [path.name for path in shop.rglob("*") if path.is_file() and path.suffix != ".pyc" and "@name@" in path.read_text()] == []


@pytest.mark.parametrize(("name", "words"), [
    ("Shop", "is no name for a project"),
    ("../shop", "is no name for a project"),
    ("1shop", "is no name for a project"),
    ("s" * 41, "at most 40"),
    ("json", "is taken"),
    ("class", "is taken"),
    ("bedplate", "is taken"),
])
def test_a_name_that_cannot_be_one_is_refused(name: str, words: str, tmp_path: Path) -> None:
    """With an example; nothing is made."""
    done = run(tmp_path, "new", name)
    assert done.returncode == 1
    assert words in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_exists_is_left_alone(tmp_path: Path) -> None:
    """Even an empty folder."""
    (tmp_path / "shop").mkdir()
    done = run(tmp_path, "new", "shop")
    assert done.returncode == 1 and "exists already" in done.stderr
    assert list((tmp_path / "shop").iterdir()) == []
