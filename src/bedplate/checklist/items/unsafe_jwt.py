"""Token is accepted without a full check, or lives for ever."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unsafe-jwt",
    code="BP603",
    family="tokens",
    title="Token is accepted without a full check, or lives for ever",
    severity="critical",
    why="A forged, foreign or stolen token passes.",
    cure="Verify with one fixed algorithm and require `exp`; issue short-lived tokens.",
    references=("OWASP API2:2023", "ASVS 5.0 9.1.2", "ASVS 5.0 9.2.1", "RFC 8725", "CWE-347", "CWE-613",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
