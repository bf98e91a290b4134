"""The usual page is larger than the largest."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource, page=200, max_page=100):  # wrong
    title: Field[str] = field(max=200)


app = App(__name__)
