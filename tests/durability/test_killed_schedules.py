"""SIGKILL in the middle of what is scheduled."""
from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bedplate.settings import write_dotenv

_PROCESS = Path(__file__).parent / "scheduled.py"


class Process:
    def __init__(self, path: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(_PROCESS), str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def says(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line:
            raise AssertionError(self._process.communicate(timeout=30)[1])
        return line

    def travel(self, line: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=30)


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[list[Process]]:
    write_dotenv(tmp_path / ".env")
    started = [Process(tmp_path / "data.db") for _ in range(2)]
    try:
        assert [one.says() for one in started] == ["ready"] * 2
        yield started
    finally:
        for one in started:
            one.kill()


def test_a_killed_run_is_run_again_and_takes_effect_once(processes: list[Process]) -> None:
    """The process is killed after its decision was applied, before its end: when the lease is over another one runs it, what was decided
    is not decided again, and the next due time is run as usual."""
    first, second = processes
    first.travel("300!")
    assert first.says() == "begun"
    first.kill()
    second.travel("300")
    assert second.says() == "1", "the run has its lease yet: nobody else begins it"
    second.travel("61")
    assert [second.says(), second.says()] == ["begun", "1"], "run again, and not decided again"
    second.travel("239")
    assert [second.says(), second.says()] == ["begun", "2"]


def test_of_two_processes_one_runs_each_time(processes: list[Process]) -> None:
    """Both come to each due time; together they run it once."""
    for expected in range(1, 6):
        for one in processes:
            one.travel("300")
        said = [one.says() for one in processes]
        said += [one.says() for one, word in zip(processes, said, strict=True) if word == "begun"]
        assert said.count("begun") == 1
        assert str(expected) in said
