"""The committed corpus: `<slug>/<framework>/{flawed,clean}_<n>/`, written as such code is written, read and never imported."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    """One small application with one flaw, or with none."""

    path: Path
    slug: str
    framework: str
    flawed: bool

    @property
    def name(self) -> str:
        return str(self.path.relative_to(HERE))


def examples() -> list[Example]:
    """All of them, in the order of their paths."""
    found = []
    for path in sorted(HERE.glob("*/*/*_*")):
        if path.is_dir() and path.name.startswith(("flawed_", "clean_")):
            found.append(Example(path, path.parent.parent.name, path.parent.name, path.name.startswith("flawed")))
    return found
