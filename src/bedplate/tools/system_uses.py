"""Where an application's code acts as the system: every `.system("why")` in the files of its declarations, read and not run."""
from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bedplate.declarations.contract import Contract
from bedplate.errors import Place

__all__ = ["SystemUse", "system_uses"]


@dataclass(frozen=True, slots=True)
class SystemUse:
    """One place and the reason that stands there; a reason that is not a constant is shown as its source."""

    why: str
    place: Place


def system_uses(contract: Contract) -> list[SystemUse]:
    """In the order of files and lines."""
    places = [one.place for one in contract.resources.values()]
    places += [one.place for one in contract.handlers] + [one.place for one in contract.endpoints]
    files = sorted({place.file for place in places if not Path(place.file).is_relative_to(Path(__file__).parents[1])})
    return [use for file in files for use in _uses(Path(file))]


def _uses(file: Path) -> Iterator[SystemUse]:
    if not file.is_file():
        return
    calls = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda one: one.lineno):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "system" and call.args:
            reason = call.args[0]
            words = reason.value if isinstance(reason, ast.Constant) else ast.unparse(reason)
            yield SystemUse(str(words), Place(str(file), call.lineno))
