"""Digits after the point of a number that is not counted in them."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    total: Field[float] = field(places=2)  # wrong


app = App(__name__)
