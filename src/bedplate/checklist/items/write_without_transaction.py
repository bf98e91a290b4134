"""Writes that belong together are committed apart."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="write-without-transaction",
    code="BP905",
    family="queries",
    title="Writes that belong together are committed apart",
    severity="medium",
    why="A failure between the commits leaves half of the change.",
    cure="Write both in one transaction with one commit.",
    references=("ASVS 5.0 2.3.3", "CWE-362",),
    enforced_by=("review",),
    grade="inexpressible",
)
