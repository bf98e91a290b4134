"""Secret stands in the source, or has a default there."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="hardcoded-secret",
    code="BP601",
    family="secrets",
    title="Secret stands in the source, or has a default there",
    severity="high",
    why=(
        "Whoever reads the source can sign tokens and sessions; a forgotten variable silently falls back to a known "
        "value."
    ),
    cure="Read it from the environment and refuse to start when it is missing.",
    references=("ASVS 5.0 13.3.1", "CWE-798", "CWE-1188",),
    enforced_by=("boot", "review",),
    grade="refused at boot",
)
