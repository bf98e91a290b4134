"""Puts the figures of the last run of `benchmarks/run` into the README: a copy of them in published.json, and the table made from it.

    python benchmarks/publish.py            # after make bench
    python benchmarks/publish.py --check    # whether the README shows what published.json holds
"""
from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
README, RESULTS, PUBLISHED = HERE.parent / "README.md", HERE / "results.json", HERE / "published.json"
BEGIN, END = "<!-- figures of benchmarks/published.json -->\n", "<!-- end of figures -->"


def table(told: dict[str, Any]) -> str:
    """Ratios only: absolute figures are those of one machine at one time."""
    rows = ["| work | requests a second | median wait | CPU time a request |", "| --- | --- | --- | --- |"]
    for row in told["rows"]:
        cells = [_times(row["ratio"][name]) for name in ("requests", "p50", "cpu")]
        rows.append(f"| {row['title']} | {' | '.join(cells)} |")
    day, cores = told["measured_at"][:10], told["machine"]["cores"]
    return "\n".join([*rows, "", f"Measured on {day}, {cores} cores; median (least to most) of {_rounds(told)} rounds.", ""])


def _times(figures: dict[str, float]) -> str:
    return f"{figures['median']:.1f}x ({figures['least']:.1f} to {figures['most']:.1f})"


def _rounds(told: dict[str, Any]) -> int:
    return len(next(iter(told["rows"][0]["samples"].values())))


def with_table(readme: str, shown: str) -> str:
    """The README with the table between its marks. Raises ValueError where the marks are missing."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"README.md lacks the lines {BEGIN.strip()} and {END}")
    return before + begin + shown + end + after


def main() -> int:
    readme = README.read_text(encoding="utf-8")
    if "--check" in sys.argv:
        told = json.loads(PUBLISHED.read_text(encoding="utf-8"))
        if with_table(readme, table(told)) == readme:
            return 0
        print("README.md does not show the figures of benchmarks/published.json: run benchmarks/publish.py", file=sys.stderr)
        return 1
    told = json.loads(RESULTS.read_text(encoding="utf-8"))
    PUBLISHED.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    README.write_text(with_table(readme, table(told)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
