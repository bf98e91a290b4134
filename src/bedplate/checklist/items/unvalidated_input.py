"""Request data is stored without any validation."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unvalidated-input",
    code="BP403",
    family="validation",
    title="Request data is stored without any validation",
    severity="medium",
    why="Types, lengths and ranges are whatever the client sends: errors, oversized rows and broken invariants follow.",
    cure="Declare a schema for the body and use only its typed values.",
    references=("OWASP API8:2023", "ASVS 5.0 2.2.1", "CWE-20",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
