#!/usr/bin/env python3
"""Writes docs/faults.md from the wrong declarations in tests/declarations/refused and the exact words beside each. `--check` only compares."""
from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REFUSED = ROOT / "tests" / "declarations" / "refused"
PAGE = ROOT / "docs" / "faults.md"
_HEAD = re.compile(r"^(?P<file>[^\s:]+):(?P<line>[0-9]+): (?P<code>[A-Z][A-Z0-9_]*): (?P<what>.*)$")
_EXAMPLES = 3  # of one code

INTRODUCTION = """# Faults

What a declaration can be refused with at boot, by `bedplate check`, `dev` and `serve`: the codes are stable, the words are those of the product. Each example is one of the wrong
declarations in `tests/declarations/refused`, cut to the lines around the mistake. Written by `scripts/faults_page.py`.
"""


@dataclass(frozen=True, slots=True)
class Example:
    """One fault of one wrong declaration."""

    code: str
    title: str
    what: str
    cure: str
    lines: str


def examples() -> Iterator[Example]:
    """All faults of all wrong declarations, in the order of their files."""
    for golden in sorted(REFUSED.glob("*.txt")):
        text = golden.with_suffix(".py").read_text(encoding="utf-8")
        said = golden.read_text(encoding="utf-8").splitlines()
        for head, cure in zip(said[::2], said[1::2], strict=True):
            found = _HEAD.match(head)
            if found is None:
                raise SystemExit(f"{golden.name}: {head!r} does not begin with a place and a code")
            title = " ".join((ast.get_docstring(ast.parse(text)) or golden.stem).split())
            yield Example(found["code"], title, found["what"], cure.strip(), _around(text, int(found["line"])))


def _around(text: str, number: int) -> str:
    """The head of the class or decorated function around a line, and the line with its neighbours; never the whole file."""
    lines = text.splitlines()
    first = number - 1
    while first > 0 and number - first < 6 and lines[first - 1].strip():
        first -= 1
    last = number
    while last < len(lines) and last - number < 3 and lines[last].strip():
        last += 1
    shown = lines[first:last]
    margin = min((len(line) - len(line.lstrip()) for line in shown if line.strip()), default=0)
    return "\n".join(line[margin:] for line in shown)


def page() -> str:
    """The whole page."""
    by_code: dict[str, list[Example]] = {}
    for one in examples():
        by_code.setdefault(one.code, []).append(one)
    parts = [INTRODUCTION]
    for code in sorted(by_code):
        parts.append(f"## {code}\n")
        parts += [
            f"{one.title}\n\n```python\n{one.lines}\n```\n\n> {_quoted(one.what)}\n>\n> *{_quoted(one.cure)}*\n"
            for one in by_code[code][:_EXAMPLES]
        ]
    return "\n".join(parts)


def _quoted(words: str) -> str:
    return words.replace("*", "\\*").replace("<", "&lt;")


def main() -> int:
    """Write the page, or say that it is behind."""
    text = page()
    if "--check" in sys.argv[1:]:
        if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
            return 0
        print("docs/faults.md is behind: run scripts/faults_page.py", file=sys.stderr)
        return 1
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
