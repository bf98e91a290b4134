"""Answer holds fields that the client must not see."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="over-exposed-fields",
    code="BP402",
    family="exposure",
    title="Answer holds fields that the client must not see",
    severity="high",
    why="Password hashes, tokens or internal fields leave with the answer.",
    cure="Answer with a schema that names the public fields.",
    references=("OWASP API3:2023", "ASVS 5.0 8.2.3", "ASVS 5.0 15.3.1", "CWE-213", "CWE-200",),
    enforced_by=("boot", "review", "probe",),
    grade="inexpressible",
)
