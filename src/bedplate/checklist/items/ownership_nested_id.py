"""Nested id is not tied to the parent that was checked."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="ownership-nested-id",
    code="BP203",
    family="ownership",
    title="Nested id is not tied to the parent that was checked",
    severity="high",
    why=(
        "The parent in the path is checked, but the child is fetched by its own id alone: a child of a foreign parent "
        "passes."
    ),
    cure="Fetch the child by both ids, or through the parent.",
    references=("OWASP API1:2023", "ASVS 5.0 8.2.2", "CWE-639",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
