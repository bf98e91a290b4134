"""A wrong declaration is refused at boot, in exactly the words that stand beside it in `refused/`."""
from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.declarations.refused_sample import MODULES, marked, report

_WRITE = os.environ.get("BEDPLATE_WRITE_GOLDENS") == "1"
_PLACE = re.compile(r"^(?P<file>[^\s:]+):(?P<line>[0-9]+): (?P<code>D[0-9]{3}): (?P<what>\S.*)$")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_mistake_is_refused_in_exactly_these_words(path: Path) -> None:
    """File and line of the mistake and of nothing else, a stable code, what is wrong, and what to write instead."""
    said = report(path)
    golden = path.with_suffix(".txt")
    if _WRITE:
        golden.write_text(said, encoding="utf-8")
    assert said == golden.read_text(encoding="utf-8")
    lines = said.splitlines()
    heads = [_PLACE.match(line) for line in lines[::2]]
    assert heads and all(heads), "every fault begins with its place and code"
    assert all(line.startswith("    ") and line.strip() for line in lines[1::2]), "and brings its cure"
    assert {(head["file"], int(head["line"])) for head in heads if head} == {(path.name, line) for line in marked(path)}


def test_there_are_enough_of_them() -> None:
    """At least 75 wrong declarations are kept, each with its words."""
    assert len(MODULES) >= 75
    assert [path.with_suffix(".txt").exists() for path in MODULES] == [True] * len(MODULES)
