"""Route that needs an account can be called by anyone."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="authentication-missing",
    code="BP101",
    family="authentication",
    title="Route that needs an account can be called by anyone",
    severity="critical",
    why="Whoever finds the path may use it: no credential is asked for, although the routes beside it ask for one.",
    cure=(
        "Require the application's authentication on the router or the route, and declare the few public routes as "
        "public."
    ),
    references=("OWASP API2:2023", "OWASP API5:2023", "ASVS 5.0 8.2.1", "CWE-306",),
    enforced_by=("boot", "review", "probe",),
    grade="refused at boot",
)
