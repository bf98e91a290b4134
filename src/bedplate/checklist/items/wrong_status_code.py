"""Failure is answered with a success status."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="wrong-status-code",
    code="BP901",
    family="protocol",
    title="Failure is answered with a success status",
    severity="low",
    why="Clients, caches and monitors take the failure for a success.",
    cure="Answer with the status that says what happened.",
    references=("RFC 9110", "CWE-393",),
    enforced_by=("review", "probe",),
    grade="inexpressible",
)
