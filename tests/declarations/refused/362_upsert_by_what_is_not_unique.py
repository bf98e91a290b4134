"""A field that several rows may share finds no row."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, upsert="code"):  # wrong
    code: Field[str] = field(max=20)


app = App(__name__)
