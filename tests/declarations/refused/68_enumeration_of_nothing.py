"""An enumeration whose members are still to come."""
from __future__ import annotations

from enum import StrEnum

from bedplate import App, Field, Resource, field


class Status(StrEnum):
    pass


class Ticket(Resource):
    status: Field[Status] = field()  # wrong


app = App(__name__)
