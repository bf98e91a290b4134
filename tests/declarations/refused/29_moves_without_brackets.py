"""One target that is no tuple: its letters would be the targets."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Field, Resource, field


class Status(StrEnum):
    OPEN, CLOSED = "open", "closed"


class Ticket(Resource):
    status: Field[Status] = field(default=Status.OPEN, moves={Status.OPEN: Status.CLOSED})  # wrong


app = App(__name__)
