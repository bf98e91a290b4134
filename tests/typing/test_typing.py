"""What mypy and basedpyright, both strict, say about the framework, its examples, right uses of its API and numbered mistakes.

Each checker runs once, over everything; the tests look at parts of what it said.
"""
from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
MISTAKES = "tests/typing/mistakes.py"
CHECKED = ("src/bedplate", "examples/forum", "examples/helpdesk", "examples/invoicing", "examples/shop", MISTAKES, "tests/typing/correct.py", "tests/typing/revealed.py")
MARK = re.compile(r"# (\d+) (?:(basedpyright only|mypy only|at boot): )?(\S.*)$")
SEEN_BY = {"": {"mypy", "basedpyright"}, "basedpyright only": {"basedpyright"}, "mypy only": {"mypy"}, "at boot": set[str]()}
MYPY_LINE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): error: (?P<words>.*?)(?:  \[(?P<rule>[\w-]+)\])?$")
FOLLOW_UPS = {  # what is unknown because of an error is no finding of that error
    "reportUnknownVariableType", "reportUnknownMemberType", "reportUnknownArgumentType", "reportUnknownLambdaType",
    "reportUntypedFunctionDecorator", "reportUntypedClassDecorator", "untyped-decorator", "no-any-return",
}  # fmt: skip


@dataclass(frozen=True)
class Report:
    """One complaint of a checker."""

    file: str
    line: int
    rule: str
    words: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.words} [{self.rule}]"


@dataclass(frozen=True)
class Mark:
    """A mistake that stands in the file of mistakes."""

    number: int
    seen_by: frozenset[str]


def _run(command: list[str]) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@cache
def mypy_reports() -> tuple[Report, ...]:
    """mypy --strict, by the settings of the project."""
    command = [sys.executable, "-m", "mypy", "--strict", "--hide-error-context", "--no-error-summary", "--no-pretty", *CHECKED]
    found = [MYPY_LINE.match(line) for line in _run(command).splitlines() if ": note: " not in line]
    return tuple(Report(one["file"], int(one["line"]), one["rule"] or "", one["words"]) for one in found if one is not None)


@cache
def basedpyright_reports() -> tuple[Report, ...]:
    """basedpyright in its strict mode."""
    command = [sys.executable, "-m", "basedpyright", "-p", str(HERE), "--pythonpath", sys.executable, "--outputjson"]
    said = json.loads(_run(command))
    assert said["summary"]["filesAnalyzed"] > len(list((ROOT / "src").rglob("*.py")))
    return tuple(
        Report(Path(one["file"]).relative_to(ROOT).as_posix(), one["range"]["start"]["line"] + 1, one.get("rule", ""), one["message"])
        for one in said["generalDiagnostics"]
    )


CHECKERS = {"mypy": mypy_reports, "basedpyright": basedpyright_reports}
each_checker = pytest.mark.parametrize("checker", CHECKERS)


def marks() -> dict[int, Mark]:
    """The marked lines of the file of mistakes."""
    found: dict[int, Mark] = {}
    for line, text in enumerate((ROOT / MISTAKES).read_text(encoding="utf-8").splitlines(), 1):
        match = MARK.search(text)
        if match is not None:
            found[line] = Mark(int(match[1]), frozenset(SEEN_BY[match[2] or ""]))
    return found


@each_checker
def test_every_mistake_is_reported_and_nothing_else(checker: str) -> None:
    """On exactly the lines that are marked for this checker, and for the mistake itself."""
    reports = defaultdict[int, list[Report]](list)
    for one in CHECKERS[checker]():
        if one.file == MISTAKES:
            reports[one.line].append(one)
    expected = {line for line, mark in marks().items() if checker in mark.seen_by}
    unmarked = [str(one) for line in sorted(reports.keys() - expected) for one in reports[line]]
    assert not unmarked, "reported, but not marked:\n" + "\n".join(unmarked)
    silent = [line for line in sorted(expected) if all(one.rule in FOLLOW_UPS for one in reports[line])]
    assert silent == [], "marked, but not reported"


def test_mistakes_are_numbered_and_hardly_any_is_missed() -> None:
    """Numbers count from 1, each once; a mistake that a checker cannot see stays an exception."""
    found = list(marks().values())
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    assert len(found) >= 170
    assert len([one for one in found if len(one.seen_by) < 2]) <= 4


@each_checker
def test_the_framework_its_examples_and_right_uses_are_clean(checker: str) -> None:
    """Nothing is reported in `src`, in `examples` with their tests, in `correct.py`, and in what editors show (`revealed.py`)."""
    found = [str(one) for one in CHECKERS[checker]() if one.file != MISTAKES]
    assert not found, "\n".join(found)


def test_right_uses_boot() -> None:
    """What the checkers find right, the framework accepts too."""
    code = "import correct; print(len(correct.app.contract.operations))"
    done = subprocess.run([sys.executable, "-c", code], cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    assert int(done.stdout) > 10


def test_no_blanket_ignores() -> None:
    """Where a checker is silenced in `src`, the rule that is meant is named."""
    blanket = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in (ROOT / "src").rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# (?:type|pyright): ignore(?!\[)", line) or re.search(r"# pyright: (?!ignore)", line)
    ]
    assert blanket == []
