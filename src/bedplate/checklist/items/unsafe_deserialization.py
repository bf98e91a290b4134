"""Request data is deserialised by a format that can run code."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unsafe-deserialization",
    code="BP505",
    family="injection",
    title="Request data is deserialised by a format that can run code",
    severity="critical",
    why="A crafted body runs code on the server.",
    cure="Use JSON with a schema; for YAML the safe loader.",
    references=("ASVS 5.0 1.5.2", "CWE-502",),
    enforced_by=("review",),
    grade="inexpressible",
)
