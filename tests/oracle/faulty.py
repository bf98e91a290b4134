"""The product with a fault in it, asked by the oracle. The faults are shared out between two test files, which run side by side."""
from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bedplate

from .patching import DoesNotApply, applied, hunks

HERE = Path(__file__).parent
PRODUCT = Path(bedplate.__file__).parent
FAULTS = sorted((HERE / "faults").glob("*.patch"))
ROUNDS = 240  # applications at most; a fault that is found is found after far fewer


def copied(folder: Path) -> Path:
    """A copy of the product in the folder, compiled files and their times included, so that it is imported as fast."""
    shutil.copytree(PRODUCT, folder / "bedplate", ignore=shutil.ignore_patterns("*.gz", "node_modules"))
    return folder


def must_be_found(fault: Path, copy: Path) -> None:
    """Fails unless, with the patch in the product, some answer differs from the naive one, and not for want of a module."""
    changed: dict[Path, str] = {}
    for hunk in hunks(fault.read_text()):
        path = copy / Path(hunk.path).relative_to("src")
        try:
            changed[path] = applied(hunk, changed.get(path) or path.read_text())
        except DoesNotApply as end:
            pytest.fail(f"{fault.name} no longer applies; make the same fault again in the present source. {end}", pytrace=False)
    assert changed, f"{fault.name} changes nothing"
    kept = {path: path.read_bytes() for path in changed}
    try:
        for path, text in changed.items():
            path.write_text(text)
        kind = re.match(r"# by (\w+): ", fault.read_text())
        found = _asked(copy, kind[1] if kind else "reading")
    finally:
        for path, bytes_ in kept.items():
            path.write_bytes(bytes_)
    assert found["contradicted"], f"{fault.name} was not found by {found['tried']} applications"


def _asked(folder: Path, what: str) -> dict[str, object]:
    """What the oracle says of the product in that folder."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(HERE.parent))), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("BEDPLATE_SOAK_ROUNDS", None)
    ended = subprocess.run(
        [sys.executable, "-m", "oracle.under_fault", str(ROUNDS), str(folder), what], env=environment, capture_output=True, text=True, timeout=150, check=False,
        cwd=folder,
    )  # fmt: skip
    assert ended.returncode == 0, f"the oracle did not run:\n{ended.stderr[-3000:]}"
    found: dict[str, object] = json.loads(ended.stdout.splitlines()[-1])
    return found
