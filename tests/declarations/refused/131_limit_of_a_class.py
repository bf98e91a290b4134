"""A limit without a span."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, limit="60"):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
