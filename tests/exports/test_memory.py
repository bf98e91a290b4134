"""An export does not grow in memory with its rows: measured in a process of its own."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROWS = 1_000_000 if "BEDPLATE_SOAK_ROUNDS" in os.environ else 20_000
GROWN = 50 * 1024 * 1024


@pytest.mark.timeout(600)
@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_an_export_does_not_grow_with_its_rows(form: str) -> None:
    """20,000 rows here, 1,000,000 in `make soak`: all of them arrive, and the process holds less than 50 MB more than before."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.exports.carrier", str(ROWS), form], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert (found["status"], found["ended"], found["lines"]) == (200, True, ROWS + (form == "csv"))
    assert found["grown"] < GROWN
