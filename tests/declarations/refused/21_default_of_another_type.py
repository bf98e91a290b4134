"""A text as the default of an enumeration."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Field, Resource, field


class Status(StrEnum):
    OPEN, CLOSED = "open", "closed"


class Ticket(Resource):
    status: Field[Status] = field(default="open")  # wrong


app = App(__name__)
