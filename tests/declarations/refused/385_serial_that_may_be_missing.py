"""A serial that no row ever lacks, said to be null."""
from __future__ import annotations

from bedplate import App, Field, Resource, serial


class Ticket(Resource):
    number: Field[int | None] = serial()  # wrong


app = App(__name__)
