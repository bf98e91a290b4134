"""One seeded folder for all tests that need the demo's data, copied for each."""
from __future__ import annotations

import fcntl
import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from served import run


@dataclass(frozen=True)
class Seeded:
    """A folder of the demo: its database, its `.env`, and what `demo --json` told."""

    folder: Path
    facts: dict[str, object]

    def copied(self, to: Path) -> Path:
        """The data for a test of its own."""
        shutil.copytree(self.folder, to)
        return to


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    """Made once for all processes of the run that run tests side by side: whoever comes first makes it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "seeded"
    with (shared / "seeded.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        facts = shared / "seeded.json"
        if not facts.exists():
            made = run(shared, "demo", "--seed-only", "--json", "--data", str(folder))
            assert made.returncode == 0, made.stderr
            facts.write_text(made.stdout.splitlines()[-1])
        return Seeded(folder, json.loads(facts.read_text()))
