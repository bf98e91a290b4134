"""Request data becomes part of a file path."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="path-traversal",
    code="BP503",
    family="injection",
    title="Request data becomes part of a file path",
    severity="high",
    why="With `../` the client reads or writes files outside of the directory that was meant.",
    cure="Keep only the last part of the name, or resolve the path and check that it is inside the directory.",
    references=("ASVS 5.0 5.3.2", "CWE-22",),
    enforced_by=("review", "probe",),
    grade="does not apply",
)
