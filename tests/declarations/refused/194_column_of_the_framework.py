"""A column that every table has already."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    rev: Field[int] = field()  # wrong


app = App(__name__)
