"""Request data becomes part of a shell command."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="command-injection",
    code="BP502",
    family="injection",
    title="Request data becomes part of a shell command",
    severity="critical",
    why="The client runs commands on the server.",
    cure="Call the program with a list of arguments and without a shell.",
    references=("ASVS 5.0 1.2.5", "CWE-78",),
    enforced_by=("review",),
    grade="does not apply",
)
