"""Session cookie lacks HttpOnly, Secure or SameSite."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="unsafe-cookie",
    code="BP802",
    family="browser",
    title="Session cookie lacks HttpOnly, Secure or SameSite",
    severity="medium",
    why="Scripts read the session, plain HTTP carries it, or other sites send it.",
    cure="Set httponly, secure and samesite, best with the `__Host-` prefix.",
    references=("ASVS 5.0 3.3.1", "CWE-614", "CWE-1004", "CWE-1275",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
