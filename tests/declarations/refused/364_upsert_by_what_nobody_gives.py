"""A field that never comes from input finds no row."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, upsert="code"):  # wrong
    code: Field[str] = field(max=20, unique=True, writable=False, default="a")


app = App(__name__)
