"""A price in binary fractions."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    total: Field[float] = field(ge=0)  # wrong


app = App(__name__)
