"""Bounds between which nothing lies."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    amount: Field[int] = field(ge=10, le=1)  # wrong


app = App(__name__)
