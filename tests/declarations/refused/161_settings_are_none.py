"""A plain class of settings: nothing would be read."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Config:
    currency: str = "EUR"


class Product(Resource):
    name: Field[str] = field(max=80)


app = App(__name__, settings=Config)  # wrong
