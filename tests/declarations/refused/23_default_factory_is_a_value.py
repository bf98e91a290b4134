"""A factory that cannot be called."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    labels: Field[list[str]] = field(default_factory=[])  # wrong


app = App(__name__)
