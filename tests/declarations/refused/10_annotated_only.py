"""An annotation without `= field(...)`: nothing would be stored."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str]  # wrong
    body: Field[str] = field(max=20_000)


app = App(__name__)
