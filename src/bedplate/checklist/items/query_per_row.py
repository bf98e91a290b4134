"""One query for each row of a list."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="query-per-row",
    code="BP902",
    family="queries",
    title="One query for each row of a list",
    severity="low",
    why="The number of queries grows with the page: latency and load with it.",
    cure="Load the related rows with the list, in one statement.",
    references=("CWE-1073",),
    enforced_by=("review",),
    grade="inexpressible",
)
