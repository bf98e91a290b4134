"""Unified diffs applied strictly: each line of a hunk must stand where the hunk says, byte for byte, or nothing is applied."""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HUNK = re.compile(r"@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@")


class DoesNotApply(Exception):
    """The source has changed since the patch was made: make the same fault again in the present source, and keep its diff."""


@dataclass(frozen=True)
class Hunk:
    """Lines of one file that are replaced, context included."""

    path: str
    line: int
    before: tuple[str, ...]
    after: tuple[str, ...]


def hunks(patch: str) -> list[Hunk]:
    """What a patch changes; paths without the leading folder, as `patch -p1` takes them."""
    return list(_hunks(patch.splitlines(keepends=True)))


def _hunks(lines: list[str]) -> Iterator[Hunk]:
    path, at = "", 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith("+++ "):
            path = line.split()[1].partition("/")[2]
        found = _HUNK.match(line)
        if found is None:
            continue
        first = at
        while at < len(lines) and lines[at][:1] in (" ", "+", "-") and not lines[at].startswith("--- "):
            at += 1
        body = lines[first:at]
        yield Hunk(
            path, int(found[1]), tuple(one[1:] for one in body if one[0] != "+"), tuple(one[1:] for one in body if one[0] != "-"))


def applied(hunk: Hunk, text: str) -> str:
    """The text of its file with the hunk in it. It may have moved, but what it replaces must be there exactly once."""
    before, after = "".join(hunk.before), "".join(hunk.after)
    if text.count(before) != 1:
        raise DoesNotApply(f"{hunk.path}:{hunk.line}: what the patch replaces is there {text.count(before)} times, not once:\n{before}")
    return text.replace(before, after)
