"""Object is changed or deleted by its id without asking whose it is."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="ownership-missing-write",
    code="BP202",
    family="ownership",
    title="Object is changed or deleted by its id without asking whose it is",
    severity="critical",
    why="Any account that changes the id in the request changes or deletes somebody else's object.",
    cure="Put the caller into the query's predicate, or compare the row's owner with the caller before the change.",
    references=("OWASP API1:2023", "ASVS 5.0 8.2.2", "CWE-639",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at boot",
)
