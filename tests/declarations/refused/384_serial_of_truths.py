"""A serial that is no number."""
from __future__ import annotations

from bedplate import App, Field, Resource, serial


class Ticket(Resource):
    number: Field[bool] = serial()  # wrong


app = App(__name__)
