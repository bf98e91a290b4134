"""Request data becomes a template."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="template-injection",
    code="BP504",
    family="injection",
    title="Request data becomes a template",
    severity="critical",
    why="Template expressions reach the interpreter: the client runs code on the server.",
    cure="Render a fixed template and pass the data as its variables.",
    references=("ASVS 5.0 1.3.7", "CWE-1336",),
    enforced_by=("review",),
    grade="does not apply",
)
