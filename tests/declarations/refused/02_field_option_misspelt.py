"""An option of a field is misspelt."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200, filtr=True)  # wrong


app = App(__name__)
