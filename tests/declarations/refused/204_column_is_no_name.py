"""A column whose name is two words."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, table="old_tickets"):
    title: Field[str] = field(max=200, column="ticket title")  # wrong


app = App(__name__)
