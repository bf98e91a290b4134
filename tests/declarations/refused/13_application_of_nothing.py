"""The name of a module that was never imported."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


app = App("tickets")  # wrong
