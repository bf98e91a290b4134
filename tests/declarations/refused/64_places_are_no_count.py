"""More digits after the point than a database keeps."""
from __future__ import annotations

from decimal import Decimal

from bedplate import App, Field, Resource, field


class Order(Resource):
    total: Field[Decimal] = field(places=40)  # wrong


app = App(__name__)
