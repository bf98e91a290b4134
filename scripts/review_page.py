#!/usr/bin/env python3
"""Writes the tables of docs/review.md from the checklist and the rules that hold it. `--check` only compares."""
from __future__ import annotations

import re
import sys
from pathlib import Path

from bedplate.checklist.items import load
from bedplate.checklist.review.frameworks import LISTED, READ, UNREAD
from bedplate.checklist.review.rules.registry import RULES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "review.md"
_NAMES = {"fastapi": "FastAPI", "flask": "Flask", "django": "Django"}


def coverage() -> str:
    """One row for each item: what it is, how grave, and whether it is looked for in each framework that is read."""
    held = {(item, framework) for rule in RULES for item in rule.items for framework in rule.frameworks}
    head = ["| item | what | severity | " + " | ".join(_NAMES[each] for each in READ) + " |", "| --- | --- | --- |" + " --- |" * len(READ)]
    rows = [
        f"| `{item.slug}` | {item.title} | {item.severity} | "
        + " | ".join("yes" if (item.slug, framework) in held else "unsupported" for framework in READ) + " |"
        for item in load().values()
    ]  # fmt: skip
    return "\n".join([*head, *rows])


def named(frameworks: tuple[str, ...]) -> str:
    """Frameworks in a line."""
    return ", ".join(f"`{name}`" for name in frameworks)


def filled(page: str) -> str:
    """The page with what is generated put between its marks."""
    for mark, text in (("coverage", coverage()), ("listed", named(LISTED)), ("unread", named(UNREAD))):
        page, count = re.subn(rf"(<!-- {mark} -->\n).*?(\n<!-- end -->)", lambda found, text=text: found[1] + text + found[2], page, flags=re.S)
        if count != 1:
            raise SystemExit(f"{PAGE.name} has no place marked {mark}")
    return page


def main(words: list[str]) -> int:
    """Write the page, or say whether it is what would be written."""
    now = PAGE.read_text(encoding="utf-8")
    made = filled(now)
    if words == ["--check"]:
        if made != now:
            print(f"{PAGE.name} is out of date: run scripts/review_page.py", file=sys.stderr)
        return int(made != now)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
