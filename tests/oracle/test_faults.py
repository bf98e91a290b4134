"""The oracle is worth what it finds: each fault kept in `faults/` must make it contradict the product."""
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


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the product, compiled files and their times included, so that it is imported as fast."""
    folder = tmp_path_factory.mktemp("faulty")
    shutil.copytree(PRODUCT, folder / "bedplate", ignore=shutil.ignore_patterns("*.gz", "node_modules"))
    return folder


def test_there_are_faults_of_every_kind() -> None:
    """Twelve at least, each with a first line that says what it breaks."""
    assert len(FAULTS) >= 12
    assert [one.name for one in FAULTS if not one.read_text().startswith("# ")] == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda one: one.stem)
def test_the_oracle_finds(fault: Path, copy: Path) -> None:
    """With the patch in the product some answer differs from the naive one, and not for want of a module."""
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


def test_a_patch_for_another_source_is_refused_in_words() -> None:
    """Each line that it replaces must be there, once: never applied by guess."""
    patch = "# breaks nothing\n--- a/src/bedplate/x.py\n+++ b/src/bedplate/x.py\n@@ -3,3 +3,3 @@\n before\n-was\n+is\n after\n"
    (hunk,) = hunks(patch)
    assert (hunk.path, hunk.line) == ("src/bedplate/x.py", 3)
    assert applied(hunk, "first\nbefore\nwas\nafter\n") == "first\nbefore\nis\nafter\n"
    for changed in ("first\nbefore\nwas it\nafter\n", "before\nwas\nafter\n" * 2):
        with pytest.raises(DoesNotApply, match=r"x\.py:3: what the patch replaces is there [02] times, not once"):
            applied(hunk, changed)
