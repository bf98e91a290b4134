"""The work that is measured: one row of the table each."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

READERS = 16  # connections of the reading rows

DETAILED = "fields=*,author(id,name),comments(id,body,created_at)&comments.limit=5&limit=20"


@dataclass(frozen=True)
class Work:
    """`path` is asked of ours and `peer_path` of the peer; `{ticket}` stands for the id of a ticket that the account may read."""

    name: str
    title: str
    path: str
    peer_path: str
    connections: int
    kind: Literal["read", "create", "bulk"] = "read"
    goal: float | None = None  # times the peer's requests per second


# Reads stand first: creates put new tickets without comments at the head of the lists.
ALL = (
    Work("get", "get one ticket", "/v1/tickets/{ticket}", "/v1/tickets/{ticket}", READERS, goal=12),
    Work("nested", "20 tickets with author and comments", f"/v1/tickets?{DETAILED}", "/v1/tickets/detailed?comments_limit=5&limit=20",
         READERS, goal=20),
    Work("filtered", "20 open tickets, newest first", "/v1/tickets?status=open&sort=-created_at&limit=20",
         "/v1/tickets?status=open&sort=-created_at&limit=20", READERS),
    Work("create", "create a ticket, 1 client", "/v1/tickets", "/v1/tickets", 1, "create"),
    Work("bulk", "bulk create of 100 rows", "/v1/tickets/bulk", "/v1/tickets/bulk", 1, "bulk", goal=10),
    Work("create64", "create a ticket, 64 clients", "/v1/tickets", "/v1/tickets", 64, "create", goal=5),
)
