"""The oracle is worth what it finds: each fault kept in `faults/` must make it contradict the product."""
from __future__ import annotations

from pathlib import Path

import pytest

from .faulty import FAULTS, copied, must_be_found
from .patching import DoesNotApply, applied, hunks


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the product."""
    return copied(tmp_path_factory.mktemp("faulty"))


def test_there_are_faults_of_every_kind() -> None:
    """Twelve at least, each with a first line that says what it breaks."""
    assert len(FAULTS) >= 12
    assert [one.name for one in FAULTS if not one.read_text().startswith("# ")] == []


@pytest.mark.parametrize("fault", FAULTS[::2], ids=lambda one: one.stem)
def test_the_oracle_finds(fault: Path, copy: Path) -> None:
    """With the patch in the product some answer differs from the naive one; the other half of the faults is in test_more_faults.py."""
    must_be_found(fault, copy)


def test_a_patch_for_another_source_is_refused_in_words() -> None:
    """Each line that it replaces must be there, once: never applied by guess."""
    patch = "# breaks nothing\n--- a/src/bedplate/x.py\n+++ b/src/bedplate/x.py\n@@ -3,3 +3,3 @@\n before\n-was\n+is\n after\n"
    (hunk,) = hunks(patch)
    assert (hunk.path, hunk.line) == ("src/bedplate/x.py", 3)
    assert applied(hunk, "first\nbefore\nwas\nafter\n") == "first\nbefore\nis\nafter\n"
    for changed in ("first\nbefore\nwas it\nafter\n", "before\nwas\nafter\n" * 2):
        with pytest.raises(DoesNotApply, match=r"x\.py:3: what the patch replaces is there [02] times, not once"):
            applied(hunk, changed)
