"""A setting that no text of the environment can be."""
from __future__ import annotations

from bedplate import App, Field, Resource, Settings, field


class Config(Settings, prefix="SHOP_"):  # wrong
    hosts: list[str]


class Product(Resource):
    name: Field[str] = field(max=80)


app = App(__name__, settings=Config)
