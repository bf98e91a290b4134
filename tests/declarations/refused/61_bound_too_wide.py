"""A bound that no JSON reader keeps exactly."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Order(Resource):
    amount: Field[int] = field(le=10**20)  # wrong


app = App(__name__)
