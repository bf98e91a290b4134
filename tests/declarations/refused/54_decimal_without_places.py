"""A number of which nobody knows how exact it is."""
from __future__ import annotations

from decimal import Decimal

from bedplate import App, Field, Resource, field


class Order(Resource):
    total: Field[Decimal] = field(ge=0)  # wrong


app = App(__name__)
