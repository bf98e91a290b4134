"""Any website may use the visitor's credentials."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unsafe-cors",
    code="BP801",
    family="browser",
    title="Any website may use the visitor's credentials",
    severity="high",
    why="Every site on the web can call the API as the visitor and read the answers.",
    cure="List the origins that may send credentials.",
    references=("OWASP API8:2023", "ASVS 5.0 3.4.2", "CWE-942",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at boot",
)
