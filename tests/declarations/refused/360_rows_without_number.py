"""A number of rows that is none."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, bulk=0):  # wrong
    code: Field[str] = field(max=20)


app = App(__name__)
