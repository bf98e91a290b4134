"""It is said or not."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, replace="yes"):  # wrong
    code: Field[str] = field(max=20)


app = App(__name__)
