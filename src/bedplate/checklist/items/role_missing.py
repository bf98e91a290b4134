"""Privileged function is open to every account."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="role-missing",
    code="BP301",
    family="role",
    title="Privileged function is open to every account",
    severity="critical",
    why=(
        "A plain account calls what only a privileged one may call: the routes beside it ask for the role, this one "
        "does not."
    ),
    cure="Add the role guard that the sibling routes use.",
    references=("OWASP API5:2023", "ASVS 5.0 8.2.1", "CWE-862", "CWE-285",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at boot",
)
