"""Protection against forged requests is switched off."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="csrf-disabled",
    code="BP803",
    family="browser",
    title="Protection against forged requests is switched off",
    severity="high",
    why="Another site makes the visitor's browser change things here.",
    cure="Keep the framework's CSRF protection on where cookies authenticate.",
    references=("ASVS 5.0 3.5.1", "CWE-352",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
