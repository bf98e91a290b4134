"""Credential or public endpoint has no rate limit as mounted."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="missing-rate-limit",
    code="BP701",
    family="limits",
    title="Credential or public endpoint has no rate limit as mounted",
    severity="medium",
    why="Passwords and codes can be guessed, and resources used up, as fast as the line allows.",
    cure="Limit the endpoint by account and by source, and check that the limiter is really mounted.",
    references=("OWASP API4:2023", "OWASP API2:2023", "ASVS 5.0 6.3.1", "CWE-307", "CWE-770",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at boot",
)
