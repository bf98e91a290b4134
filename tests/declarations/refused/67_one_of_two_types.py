"""A value of one type or another."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Product(Resource):
    code: Field[int | str] = field(max=20)  # wrong


app = App(__name__)
