"""Outgoing call without a timeout."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="missing-timeout",
    code="BP904",
    family="concurrency",
    title="Outgoing call without a timeout",
    severity="low",
    why="A peer that does not answer holds the worker for ever.",
    cure="Give each outgoing call a timeout.",
    references=("OWASP API10:2023", "CWE-1088",),
    enforced_by=("review",),
    grade="inexpressible",
)
