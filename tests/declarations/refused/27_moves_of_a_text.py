"""Moves without an enumeration."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    status: Field[str] = field(max=20, default="open", moves={"open": ("closed",)})  # wrong


app = App(__name__)
