"""Fields that the server decides can be set by the client."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="mass-assignment",
    code="BP401",
    family="mass assignment",
    title="Fields that the server decides can be set by the client",
    severity="high",
    why="The client sends one more field (a role, an owner, a balance) and it is stored.",
    cure="Accept a schema that names only what a client may set, and set the rest on the server.",
    references=("OWASP API3:2023", "ASVS 5.0 15.3.3", "CWE-915",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
