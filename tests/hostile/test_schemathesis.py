"""schemathesis with all its checks over a real server: as an account and as a stranger, and what is relaxed stands in one file.

Limits are raised by the profile of the tests (BEDPLATE_LIMIT_FACTOR), never bypassed.
"""
from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .served import Served, served

SCHEMATHESIS = Path(sys.executable).parent / "schemathesis"
EXAMPLES = os.environ.get("BEDPLATE_SOAK_ROUNDS", "3")
SEED = "20"
EXCEPTIONS = "hostile.schemathesis_exceptions"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A helpdesk that serves."""
    with served(tmp_path_factory.mktemp("schemathesis"), {"BEDPLATE_LIMIT_FACTOR": "10000"}) as found:
        yield found


def run(server: Served, phases: str, *more: str) -> subprocess.Popen[str]:
    """One run in a folder of its own, with no settings but these."""
    folder = server.output.parent
    command = [
        str(SCHEMATHESIS), "run", f"{server.url}/openapi.json", "--url", server.url, "--checks", "all", "--mode", "all", "--phases", phases,
        "--max-examples", EXAMPLES, "--seed", SEED, "--no-shrink", "--continue-on-failure", *more,
    ]  # fmt: skip
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("BEDPLATE_", "SCHEMATHESIS_"))}
    environment |= {"SCHEMATHESIS_HOOKS": EXCEPTIONS, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


@pytest.mark.timeout(300)
def test_every_check_holds_for_an_account_and_for_a_stranger(server: Served) -> None:
    """All phases as an admin; as a stranger the fuzzing one, since the others would meet the same 401 again; both at the same time."""
    runs = [
        run(server, "examples,coverage,fuzzing,stateful", "--header", f"Authorization: Bearer {server.token()}"),
        run(server, "fuzzing"),
    ]
    told = [each.communicate()[0] for each in runs]
    for each, words in zip(runs, told, strict=True):
        assert each.returncode == 0, words[-8_000:]
        assert "Failures:" not in words
        assert "Tested: 39" in words, words[-8_000:]
    status, _, _ = server.ask("GET", "/readyz")
    assert status == 200
