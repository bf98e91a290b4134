"""A bound that is a text."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    amount: Field[int] = field(ge="0")  # wrong


app = App(__name__)
