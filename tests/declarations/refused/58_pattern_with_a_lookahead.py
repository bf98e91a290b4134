"""A pattern that looks ahead."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Product(Resource):
    code: Field[str] = field(max=100, pattern=r"(?=x)[a-z]+")  # wrong


app = App(__name__)
