"""Secret or credential is written to the log."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="sensitive-data-in-logs",
    code="BP703",
    family="logs",
    title="Secret or credential is written to the log",
    severity="medium",
    why="Logs are copied and read widely: credentials in them are leaked credentials.",
    cure="Log ids and outcomes, never passwords, tokens or whole request bodies.",
    references=("ASVS 5.0 16.2.5", "CWE-532",),
    enforced_by=("boot", "review",),
    grade="refused at run time",
)
