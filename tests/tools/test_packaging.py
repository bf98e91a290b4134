"""What the wheel will hold, laid out as pyproject.toml says and used from there. The builder itself is not needed for it."""
from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from served import PATIENCE, ROOT, environment


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the wheel in their places."""
    folder = tmp_path_factory.mktemp("site")
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    for pattern in wheel["include"]:
        named = ROOT / pattern.removeprefix("/")
        assert named.exists(), pattern
        for file in [named] if named.is_file() else named.rglob("*"):
            if file.is_file() and "__pycache__" not in file.parts:
                path = file.relative_to(ROOT).as_posix()
                source = next(prefix for prefix in wheel["sources"] if path.startswith(f"{prefix}/"))
                place = folder / wheel["sources"][source] / path.removeprefix(f"{source}/")
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, place)
    return folder


def told(site: Path, code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=site, env=environment(site, PYTHONPATH=str(site)), capture_output=True, text=True, timeout=PATIENCE,
        check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_demo_finds_its_application_in_the_package(site: Path) -> None:
    """With the file that makes its data beside it, and it is well formed there."""
    out = told(site, "from bedplate.tools import demo; from bedplate.tools.entry import load_app; p = demo._example(); print(p); "
                     "print(len(load_app(str(p)).contract.resources)); import seed; print(seed.Size().tickets)")  # fmt: skip
    assert out.split() == [str(site / "bedplate" / "examples" / "helpdesk" / "app.py"), "5", "5000"]


def test_files_that_are_no_source_travel_too(site: Path) -> None:
    """The API page's assets with their licence, the list of weak passwords, the mark of a typed package."""
    names = {path.relative_to(site / "bedplate").as_posix() for path in site.rglob("*") if path.is_file() and path.suffix != ".py"}
    kept = subprocess.run(["git", "ls-files", "src/bedplate"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    assert {"py.typed", "web/assets/docs.js", "auth/common_words.txt"} <= names
    if kept:  # a checkout, not an unpacked archive
        assert {name.removeprefix("src/bedplate/") for name in kept if not name.endswith(".py")} == names


def test_every_pinned_dependency_of_the_project_is_in_the_lock() -> None:
    """`make setup` installs from the lock alone, so what a user gets with the wheel must be there too."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = {line.partition("==")[0].lower().replace("_", "-") for line in (ROOT / "requirements.lock").read_text().splitlines() if "==" in line}
    needed = {name.split(";")[0].split("[")[0].split(">")[0].split("<")[0].strip() for name in project["dependencies"]}
    assert needed - locked == set()
