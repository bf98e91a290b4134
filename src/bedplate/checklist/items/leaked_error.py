"""Internal error text is sent to the client."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="leaked-error",
    code="BP702",
    family="errors",
    title="Internal error text is sent to the client",
    severity="medium",
    why="Traces, SQL and paths tell an attacker how the server works.",
    cure="Log the exception; answer with fixed public words.",
    references=("OWASP API8:2023", "ASVS 5.0 16.5.1", "CWE-209",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
