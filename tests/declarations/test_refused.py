"""A wrong declaration is refused at boot, in exactly the words that stand beside it in `refused/`."""
from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from tests.declarations.refused_sample import MODULES, marked, report

from bedplate.declarations import compile as declarations
from bedplate.declarations.compiling.faults import TYPE_CODES

_WRITE = os.environ.get("BEDPLATE_WRITE_GOLDENS") == "1"
_NOT_SHOWN = {
    "D299": "stands in for a refusal of a field type that has no code of its own; a test below says that all have one",
    "D901": "a setting that is missing: of the environment, not of the declarations",
    "D902": "a setting that cannot be read: of the environment, not of the declarations",
    "D910": "contract.lock.json cannot be read: see test_lock.py",
    "D911": "contract.lock.json contradicts itself: see test_lock.py",
}
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
    assert _WRITE or [path.with_suffix(".txt").exists() for path in MODULES] == [True] * len(MODULES)


def test_every_code_is_shown() -> None:
    """Each code that `declarations` can give stands in some report here, or has a reason why it does not."""
    room = Path(declarations.__file__).parent
    known = {code for path in room.rglob("*.py") for code in re.findall(r'"(D[0-9]{3})"', path.read_text(encoding="utf-8"))}
    shown = {code for path in MODULES for code in re.findall(r": (D[0-9]{3}): ", path.with_suffix(".txt").read_text(encoding="utf-8"))}
    assert known - shown == set(_NOT_SHOWN)


def test_every_refusal_of_a_field_type_has_a_code() -> None:
    """What `fields/` refuses by a word is told under a number, and no number is given twice."""
    fields = Path(declarations.__file__).parent / "fields"
    words = {word for path in fields.glob("*.py") for word in re.findall(r'WrongRules\(\s*"([A-Z_]+)"', path.read_text(encoding="utf-8"))}
    assert words - {"DANGEROUS_PATTERN"} == set(TYPE_CODES) - {"DANGEROUS_PATTERN"}
    assert len(set(TYPE_CODES.values())) == len(TYPE_CODES)


def test_several_mistakes_are_one_report_in_the_order_of_their_places() -> None:
    """All faults of an application are told at once, each once, from the top of the file to its end."""
    said = report(next(path for path in MODULES if path.stem.endswith("several_mistakes")))
    lines = [int(line.split(":")[1]) for line in said.splitlines()[::2]]
    assert len(lines) >= 10
    assert lines == sorted(lines)
