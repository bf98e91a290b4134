"""An enumeration whose values are no words."""
from __future__ import annotations

from enum import Enum

from bedplate import App, Field, Resource, field


class Priority(Enum):
    LOW, HIGH = 1, 2


class Ticket(Resource):
    priority: Field[Priority] = field(default=Priority.LOW)  # wrong


app = App(__name__)
