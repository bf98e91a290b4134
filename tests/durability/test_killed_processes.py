"""Several processes on one file, and processes that die."""
from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import apsw
import pytest

ROUNDS = int(os.environ.get("BEDPLATE_SOAK_ROUNDS", "20"))
_APPENDER = Path(__file__).parent / "appender.py"


def start(path: Path, prefix: str, times: int, what: str) -> subprocess.Popen[str]:
    arguments = [sys.executable, str(_APPENDER), str(path), prefix, str(times), what]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_four_processes_lose_no_update(tmp_path: Path) -> None:
    """Each adds 100 to one number by reading and writing it; nobody hears an error."""
    path = tmp_path / "data.db"
    processes = [start(path, str(number), 100, "count") for number in range(4)]
    for process in processes:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    connection = apsw.Connection(str(path))
    assert connection.execute("SELECT n FROM counter").fetchall() == [(400,)]
    connection.close()


@pytest.mark.timeout(60 + ROUNDS)
def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    """SIGKILL at a random moment, again and again on the same file: every acknowledged row is there, every change set whole."""
    chance = random.Random(20)
    acknowledged: set[str] = set()
    for number in range(ROUNDS):
        if number % 50 == 0:  # a fresh file keeps long soaks linear
            path = tmp_path / f"data-{number}.db"
            acknowledged = set()
        process = start(path, str(number), 0, "append")
        assert process.stdout is not None
        for _ in range(chance.randrange(1, 200)):
            acknowledged.add(process.stdout.readline().strip())
        process.kill()
        rest, _ = process.communicate(timeout=60)
        acknowledged.update(line for line in rest.split("\n")[:-1])  # the last one may be cut
        connection = apsw.Connection(str(path))
        assert connection.pragma("integrity_check") == "ok"
        found = {str(row[0]) for row in connection.execute("SELECT id FROM entry").fetchall()}
        halves = connection.execute("SELECT count(*) FROM entry WHERE id NOT IN (SELECT entry FROM mirror)").fetchall()
        connection.close()
        assert acknowledged - found == set()
        assert halves == [(0,)]
        assert acknowledged
