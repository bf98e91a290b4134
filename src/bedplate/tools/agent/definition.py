"""The one definition of the agent: what it answers to, and what it is told. All that is rendered for others is made from it.

The head is read alone for a routing decision; the body is read when a request was accepted.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

__all__ = ["Definition", "DefinitionFault", "body_of", "definition", "parse"]

_LIST: Final = re.compile(r"\[(.*)\]")
_TEXTS: Final = frozenset({"name", "description"})
_LISTS: Final = frozenset({"triggers", "keywords", "tools"})
_KEYS: Final = _TEXTS | _LISTS | {"confidence_threshold", "load_on_demand"}


class DefinitionFault(ValueError):
    """A head that says something unknown, or lacks something: a typing mistake there would switch a rule off without a word."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The head of a definition."""

    name: str
    description: str
    triggers: tuple[str, ...]
    keywords: tuple[str, ...]
    confidence_threshold: float
    load_on_demand: bool
    tools: tuple[str, ...]


def definition() -> Definition:
    """Our own."""
    return parse(_text())


def body_of(text: str | None = None) -> str:
    """What the agent is told; read when it is needed."""
    return (text if text is not None else _text()).split("---\n", 2)[2]


def parse(text: str) -> Definition:
    """The head of a definition. Raises DefinitionFault for an unknown or missing key, or a value of another kind."""
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise DefinitionFault("a definition begins with a head between two lines `---`")
    given = dict(_pair(line) for line in parts[1].splitlines() if line.strip())
    if wrong := sorted(set(given) ^ _KEYS):
        raise DefinitionFault(f"unknown or missing: {', '.join(wrong)}")
    lists = {key: _list(key, given[key]) for key in _LISTS}
    threshold, demand = given["confidence_threshold"], given["load_on_demand"]
    if demand not in ("true", "false"):
        raise DefinitionFault("load_on_demand is true or false")
    if not re.fullmatch(r"0\.\d+|1(\.0)?", threshold):
        raise DefinitionFault("confidence_threshold is a number between 0 and 1")
    return Definition(given["name"], given["description"], lists["triggers"], lists["keywords"], float(threshold), demand == "true", lists["tools"])


def _pair(line: str) -> tuple[str, str]:
    key, colon, value = line.partition(":")
    if not colon:
        raise DefinitionFault(f"{line!r} is not `key: value`")
    return key.strip(), value.strip()


def _list(key: str, value: str) -> tuple[str, ...]:
    match = _LIST.fullmatch(value)
    if match is None:
        raise DefinitionFault(f"{key} is a list: [one, two]")
    return tuple(one.strip() for one in match[1].split(",") if one.strip())


def _text() -> str:
    return files("bedplate.tools.agent").joinpath("definition.md").read_text(encoding="utf-8")
