"""List has no upper bound."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unbounded-list",
    code="BP704",
    family="limits",
    title="List has no upper bound",
    severity="medium",
    why="The answer grows with the table: one request takes memory and time without limit.",
    cure="Page the list, with a maximum that the client cannot raise.",
    references=("OWASP API4:2023", "ASVS 5.0 2.4.1", "CWE-770",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
