"""Two bounds of which one says nothing."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    amount: Field[int] = field(ge=0, gt=0)  # wrong


app = App(__name__)
