"""Answer tells whether an account exists."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="account-enumeration",
    code="BP707",
    family="accounts",
    title="Answer tells whether an account exists",
    severity="low",
    why="Different words for an unknown account and a wrong password give a list of accounts.",
    cure="Answer both with the same status and words, and hash in both cases.",
    references=("ASVS 5.0 6.3.8", "CWE-204",),
    enforced_by=("review", "probe",),
    grade="inexpressible",
)
