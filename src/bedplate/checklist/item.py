"""The two values of the checklist: an item (a flaw, as data) and a finding (that flaw, at a place)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Enforcer", "Finding", "Grade", "Item", "Place", "Severity", "Step", "Unresolved", "Unsupported"]

Severity = Literal["critical", "high", "medium", "low"]
Enforcer = Literal["boot", "review", "probe"]
Grade = Literal["inexpressible", "refused at boot", "refused at run time", "does not apply"]


@dataclass(frozen=True, slots=True)
class Item:
    """One flaw. `grade` says what becomes of it in an application that is built with Bedplate."""

    slug: str
    code: str
    family: str
    title: str
    severity: Severity
    why: str
    cure: str
    references: tuple[str, ...]
    enforced_by: tuple[Enforcer, ...]
    grade: Grade


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a file; `path` is relative to what is reviewed, with forward slashes; line and column start at 1."""

    path: str
    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the evidence: where, and what happens there."""

    place: Place
    words: str


@dataclass(frozen=True, slots=True)
class Finding:
    """An item found at a place. `confidence` is between 0 and 1; `patch` is code in the idiom of the reviewed framework."""

    item: str
    severity: Severity
    confidence: float
    place: Place
    message: str
    evidence: tuple[Step, ...]
    why: str
    cure: str
    patch: str
    framework: str
    route: str = ""
    handler: str = ""


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A thing that could not be followed: neither passed nor found."""

    item: str
    place: Place
    reason: str
    route: str = ""


@dataclass(frozen=True, slots=True)
class Unsupported:
    """An item that is not looked for in a framework that the code uses."""

    item: str
    framework: str
