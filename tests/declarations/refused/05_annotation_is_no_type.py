"""Something else than a type stands in an annotation."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field["a short text"] = field(max=200)  # wrong


app = App(__name__)
