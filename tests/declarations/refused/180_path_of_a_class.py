"""A path with capital letters."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, path="Tickets"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
