"""Uploaded file keeps the client's name or has no limit of size."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unsafe-upload",
    code="BP507",
    family="upload",
    title="Uploaded file keeps the client's name or has no limit of size",
    severity="high",
    why="The client chooses where the file lands, or fills memory and disk.",
    cure="Generate the name, check the kind by content, and stop reading at a limit.",
    references=("ASVS 5.0 5.2.1", "ASVS 5.0 5.3.2", "CWE-434", "CWE-400",),
    enforced_by=("review", "probe",),
    grade="refused at run time",
)
