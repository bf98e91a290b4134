"""All mends of a report as one unified diff."""
from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable

from bedplate.checklist.item import Finding, Place
from bedplate.checklist.patches.mends import MENDS
from bedplate.checklist.patches.places import mended, with_imports

__all__ = ["diff_of"]


def diff_of(findings: Iterable[Finding], text_of: Callable[[str], str]) -> tuple[str, int]:
    """The diff, with paths as `git apply` reads them, and how many findings it cures. From the last place of a file to its first, so that
    what is mended moves no place that is still to be mended."""
    by_file: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.item in MENDS:
            by_file.setdefault(finding.place.path, []).append(finding)
    lines: list[str] = []
    count = 0
    for path in sorted(by_file):
        before = text = text_of(path)
        imports: set[str] = set()
        for finding in sorted(by_file[path], key=lambda each: each.place, reverse=True):
            after, needed = mended(text, finding.place.line, _column(before, finding.place), MENDS[finding.item])
            if after != text:
                count, text, imports = count + 1, after, imports | needed
        text = with_imports(text, imports)
        if text != before:
            lines += [f"diff --git a/{path} b/{path}\n", *_unified(path, before, text)]
    return "".join(lines), count


def _column(text: str, place: Place) -> int:
    """The column in characters: a place counts bytes, as Python's own parser does."""
    line = text.splitlines()[place.line - 1].encode()
    return len(line[: place.column - 1].decode(errors="ignore")) + 1


def _unified(path: str, before: str, after: str) -> list[str]:
    found = difflib.unified_diff(before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{path}", f"b/{path}")
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found]
