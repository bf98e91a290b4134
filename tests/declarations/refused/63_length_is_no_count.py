"""A length that is a text."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    note: Field[str] = field(max="200")  # wrong


app = App(__name__)
