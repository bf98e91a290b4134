"""Run by `test_faults`, in a process of its own with a faulty copy of the product before everything else on its path.

Ends with 0 and one line of JSON: whether the oracle contradicted the product, and after how many applications.
"""
from __future__ import annotations

import json
import sys
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import bedplate

from .choices import seeded
from .test_linked import check as check_linked
from .test_linked import linked_of
from .test_oracle import check, scenario_of
from .test_writes import check as check_writes

tried = 0


def main(rounds: int, folder: str, what: str) -> dict[str, object]:
    """Up to so many applications, the same each time, until the first contradiction; asked by `reading`, `writing` or `linking`."""
    assert Path(bedplate.__file__).is_relative_to(folder), f"{bedplate.__file__} is not the faulty copy"

    @settings(
        max_examples=rounds, deadline=None, derandomize=True, database=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck),
        report_multiple_bugs=False, print_blob=False,
    )  # fmt: skip
    @given(st.integers(0, 2**63))
    def ask(seed: int) -> None:
        global tried
        tried += 1
        if what == "writing":
            check_writes(seed)
        elif what == "linking":
            check_linked(linked_of(seed))
        else:
            check(scenario_of(seeded(seed), seed))

    try:
        ask()
    except AssertionError as contradiction:
        return {"contradicted": True, "words": str(contradiction)[:400], "tried": tried}
    return {"contradicted": False, "words": "", "tried": tried}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), *sys.argv[2:])) + "\n")
