"""A length where a bound belongs."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    amount: Field[int] = field(max=100)  # wrong


app = App(__name__)
