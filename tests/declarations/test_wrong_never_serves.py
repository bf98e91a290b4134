"""A wrong declaration never serves a request: the command ends with the report, through the real command line."""
from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.declarations.refused_sample import MODULES

_COMMAND = str(Path(sys.executable).with_name("bedplate"))


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BEDPLATE_")}
    return subprocess.run([_COMMAND, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)


def _copied(name: str, folder: Path) -> tuple[str, str]:
    """A wrong module in a folder of its own, and what is to be said of it there."""
    path = next(one for one in MODULES if one.stem.endswith(name))
    shutil.copy(path, folder / "app.py")
    return "app.py", path.with_suffix(".txt").read_text(encoding="utf-8").replace(f"{path.name}:", f"{folder}/app.py:")


@pytest.mark.parametrize("command", [("check",), ("serve",), ("inspect",)], ids=lambda words: words[0])
def test_every_command_ends_with_the_whole_report(command: tuple[str, ...], tmp_path: Path) -> None:
    """Exit code 1, all faults on standard error, nothing started and nothing written."""
    target, report = _copied("several_mistakes", tmp_path)
    done = _run(tmp_path, command[0], "--app", target, *command[1:])
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(report)  # `serve` adds what is wrong with the environment
    assert command == ("serve",) or done.stderr == f"{report}\n{report.count(': D')} faults: nothing was started.\n"
    assert done.stderr.endswith(" faults: nothing was started.\n")
    assert sorted(one.name for one in tmp_path.iterdir() if one.name != "__pycache__") == ["app.py"]


def test_an_expression_that_is_wrong_while_it_is_written_is_a_fault_too(tmp_path: Path) -> None:
    """What Python meets while it imports the module is told in the same words, not as a traceback."""
    target, report = _copied("only_misspelt", tmp_path)
    done = _run(tmp_path, "check", "--app", target)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{report}\n1 fault: nothing was started.\n")


def test_a_corrupt_lock_is_a_fault_too(tmp_path: Path) -> None:
    """With its line and a cure."""
    (tmp_path / "app.py").write_text("from bedplate import App, Field, Resource, field\n\n\nclass Thing(Resource):\n    a: Field[int] = field()\n\n\napp = App(__name__)\n")
    (tmp_path / "contract.lock.json").write_text('{\n "format": 1,\n')
    done = _run(tmp_path, "check", "--app", "app.py")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("contract.lock.json:3: D910: contract.lock.json is no JSON")
