"""SQL is built from strings that a request can influence."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="sql-from-strings",
    code="BP501",
    family="sql",
    title="SQL is built from strings that a request can influence",
    severity="critical",
    why="The client writes a part of the statement: it reads, changes or deletes what it likes.",
    cure="Pass values as bound parameters; take identifiers from a fixed list.",
    references=("OWASP A03:2021", "ASVS 5.0 1.2.4", "CWE-89",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
