"""Blocking call inside an async handler."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="blocking-call-in-async",
    code="BP903",
    family="concurrency",
    title="Blocking call inside an async handler",
    severity="medium",
    why="The event loop stands still: all other requests of the process wait.",
    cure="Use the async client, or move the call to a thread.",
    references=("CWE-400",),
    enforced_by=("review",),
    grade="refused at run time",
)
