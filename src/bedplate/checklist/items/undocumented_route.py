"""Route is hidden from the API's description."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="undocumented-route",
    code="BP906",
    family="inventory",
    title="Route is hidden from the API's description",
    severity="low",
    why="What nobody sees is not reviewed, limited or retired.",
    cure="Document the route, or remove it.",
    references=("OWASP API9:2023", "ASVS 5.0 13.4.5", "CWE-1059",),
    enforced_by=("review", "probe",),
    grade="inexpressible",
)
