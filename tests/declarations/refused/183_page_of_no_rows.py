"""A page of no rows."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, page=0):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
