"""Reference in a body points to a row that the caller may not use."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="ownership-body-reference",
    code="BP204",
    family="ownership",
    title="Reference in a body points to a row that the caller may not use",
    severity="high",
    why="The caller attaches its object to a row of somebody else: data leaks or moves between accounts.",
    cure="Load the referenced row with the caller in the predicate before storing its id.",
    references=("OWASP API1:2023", "ASVS 5.0 8.2.2", "CWE-639",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at run time",
)
