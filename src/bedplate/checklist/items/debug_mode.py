"""Debug mode is on in the source."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="debug-mode",
    code="BP804",
    family="configuration",
    title="Debug mode is on in the source",
    severity="high",
    why="The debugger shows source and secrets, and can run code.",
    cure="Read the switch from the environment with the default off.",
    references=("ASVS 5.0 13.4.2", "CWE-489",),
    enforced_by=("boot", "review",),
    grade="refused at boot",
)
