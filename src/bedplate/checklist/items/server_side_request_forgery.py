"""The server fetches an address that the client names."""
from __future__ import annotations

from bedplate.checklist.item import Item

ITEM = Item(
    slug="server-side-request-forgery",
    code="BP506",
    family="injection",
    title="The server fetches an address that the client names",
    severity="high",
    why="The client reaches internal services and cloud metadata through the server.",
    cure="Allow a fixed list of hosts, resolve and pin the address, follow no redirects.",
    references=("OWASP API7:2023", "ASVS 5.0 1.3.6", "CWE-918",),
    enforced_by=("review", "probe",),
    grade="refused at run time",
)
