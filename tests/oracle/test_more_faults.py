"""The other half of the faults that the oracle must find; see test_faults.py."""
from __future__ import annotations

from pathlib import Path

import pytest

from .faulty import FAULTS, copied, must_be_found


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the product."""
    return copied(tmp_path_factory.mktemp("faulty"))


@pytest.mark.parametrize("fault", FAULTS[1::2], ids=lambda one: one.stem)
def test_the_oracle_finds(fault: Path, copy: Path) -> None:
    """With the patch in the product some answer differs from the naive one."""
    must_be_found(fault, copy)
