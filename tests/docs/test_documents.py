"""What README.md and the tutorial say is done by a reader at a shell, with a real server, and comes out as they say."""
from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest
from documents import Reader, as_pattern, bare, blocks_of, commands_of, edited, programs

ROOT = Path(__file__).parents[2]


def path_of_programs(folder: Path, *, stand_in: bool) -> str:
    """Where the reader finds programs; with a stand-in for curl on request."""
    folder.mkdir()
    if stand_in:
        program = folder / "curl"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).with_name("curl.py")}" "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    return programs(folder)


def follow(document: Path, folder: Path, *, stand_in: bool = False) -> int:
    """Do what the document says; how many commands were compared."""
    home = folder / "home"
    home.mkdir()
    missing = shutil.which("curl") is None
    count = 0
    with Reader(home, path_of_programs(folder / "bin", stand_in=stand_in or missing)) as reader:
        for command, came in reader.follow(document.read_text(encoding="utf-8")):
            pattern, found = as_pattern(command.shown), bare(came)
            assert pattern.fullmatch(found), f"{document.name}:{command.line}: {command.typed}\nshown:\n{command.shown}\ncame:\n{came}"
            count += 1
    return count


@pytest.mark.parametrize("stand_in", [False, True], ids=["curl", "stand-in for curl"])
def test_the_readme_runs(tmp_path: Path, *, stand_in: bool) -> None:
    """Every command of README.md gives what is shown below it."""
    assert follow(ROOT / "README.md", tmp_path, stand_in=stand_in) >= 8


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """From an empty folder to a tested application, every command gives what is shown below it."""
    assert follow(ROOT / "docs" / "tutorial.md", tmp_path) >= 35


def test_a_wrong_answer_is_noticed() -> None:
    """Only what stands behind an ellipsis may differ."""
    (command,) = commands_of(blocks_of('```console\n$ ask\n{"id": "…",\n "done": false}\n```\n')[0])
    pattern = as_pattern(command.shown)
    assert pattern.fullmatch(bare('{"id":"7","done":false}\n'))
    assert not pattern.fullmatch(bare('{"id":"7","done":true}\n'))
    assert not pattern.fullmatch(bare('{"id":"7","done":false} and more'))


def test_an_edit_replaces_what_has_the_same_name() -> None:
    """A class takes the place of the one before it, imports are joined, what is new comes last."""
    before = "from a import b\n\n\n@mark\nclass One:\n    x = 1\n\n\napp = One()\n"
    after = edited(before, "from a import c\nimport d\n\nclass One:\n    x = 2\n\ndef two(): ...\n")
    assert after == "from a import b, c\nimport d\n\n\nclass One:\n    x = 2\n\n\napp = One()\n\n\ndef two(): ...\n"
