"""Object is read by its id without asking whose it is."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="ownership-missing-read",
    code="BP201",
    family="ownership",
    title="Object is read by its id without asking whose it is",
    severity="high",
    why="Any account that changes the id in the request reads somebody else's object.",
    cure="Put the caller into the query's predicate, or compare the row's owner with the caller and answer 404.",
    references=("OWASP API1:2023", "ASVS 5.0 8.2.2", "CWE-639",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at boot",
)
