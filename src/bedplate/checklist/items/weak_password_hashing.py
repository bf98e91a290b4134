"""Password is stored plainly or under a fast hash."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="weak-password-hashing",
    code="BP602",
    family="passwords",
    title="Password is stored plainly or under a fast hash",
    severity="critical",
    why="One leaked table gives all passwords: fast hashes are guessed by the billion per second.",
    cure="Use Argon2id (or bcrypt with a cost of 12) from a library, with its verify function.",
    references=("ASVS 5.0 11.4.2", "CWE-916", "CWE-256",),
    enforced_by=("boot", "review",),
    grade="inexpressible",
)
