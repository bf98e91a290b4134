"""A pattern that takes for ever on a text of a few dozen characters."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Product(Resource):
    code: Field[str] = field(max=100, pattern=r"(a+)+b")  # wrong


app = App(__name__)
