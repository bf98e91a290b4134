"""Deletes guards of well-kept public applications, one at a time, and counts how often the review then says something new.

`python tests/checklist/removed_guards.py` downloads the applications by pip into a temporary folder, reads them and runs nothing of them.
`--most 10` takes fewer mutants of each; `--folder DIR` reads what is unpacked there already, one folder an application.
"""
from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

from mutations import Mutant, mutants

from bedplate.checklist.report import Report
from bedplate.checklist.review.run import review

APPLICATIONS = ("fief-server==0.27.0", "hyperkitty==1.3.12", "postorius==1.3.13", "django-helpdesk==2.6.1", "argilla-server==2.8.0", "lnbits==1.6.2")
GOAL = 0.7


def main() -> int:
    """Print one line for each mutant that stays quiet, and the table of kinds."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--most", type=int, default=24, help="mutants of one application, chosen by a fixed seed")
    asked.add_argument("--folder", type=Path, help="applications that are unpacked already")
    asked.add_argument("names", nargs="*", default=APPLICATIONS, help="requirements for pip, or names of folders")
    options = asked.parse_args()
    told: Counter[str] = Counter()
    all_kinds: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.names:
            root = options.folder / name if options.folder else _downloaded(name, Path(temporary))
            found, kinds = _application(name, root, options.most)
            told += found
            all_kinds += kinds
    print("\n| guard | deleted | told |\n| --- | --- | --- |")
    for kind in sorted(all_kinds):
        print(f"| {kind} | {all_kinds[kind]} | {told[kind]} |")
    recall = told.total() / max(all_kinds.total(), 1)
    print(f"| all | {all_kinds.total()} | {told.total()} |\n\nrecall {recall:.2f}, goal {GOAL}")
    return 0


def _downloaded(requirement: str, folder: Path) -> Path:
    """The Python files of a wheel."""
    place = folder / requirement.split("==")[0]
    place.mkdir()
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(place), requirement], check=True)
    for wheel in place.glob("*.whl"):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(place / "source", [each for each in packed.namelist() if each.endswith((".py", ".html"))])
    return place / "source"


def _application(name: str, root: Path, most: int) -> tuple[Counter[str], Counter[str]]:
    known = _told(review(root))
    every = list(mutants(root))
    chosen = every if len(every) <= most else random.Random(17).sample(every, most)  # noqa: S311  (a choice that can be made again)
    found: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for mutant in sorted(chosen, key=lambda each: (str(each.path), each.line)):
        kinds[mutant.kind] += 1
        new = changed(root, mutant) - known
        found[mutant.kind] += bool(new)
        words = ", ".join(sorted({item for item, *_ in new})) or "QUIET"
        print(f"{name} {mutant.path.relative_to(root)}:{mutant.line} {mutant.kind} {mutant.deleted.splitlines()[0][:80]!r}: {words}", flush=True)
    print(f"{name}: {found.total()} of {kinds.total()} (of {len(every)} that could be deleted)", flush=True)
    return found, kinds


def changed(root: Path, mutant: Mutant) -> Counter[tuple[str, str, str]]:
    """What is told with this one guard gone; the file is as it was afterwards."""
    kept = mutant.path.read_bytes()
    mutant.path.write_text(mutant.text, encoding="utf-8")
    try:
        return _told(review(root))
    finally:
        mutant.path.write_bytes(kept)


def _told(report: Report) -> Counter[tuple[str, str, str]]:
    return Counter((finding.item, finding.place.path, finding.handler or finding.message) for finding in report.findings)


if __name__ == "__main__":
    sys.exit(main())
