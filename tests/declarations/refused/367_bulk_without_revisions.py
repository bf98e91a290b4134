"""Several rows at once, each at a revision that nobody said."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, bulk=10, if_match="required"):  # wrong
    code: Field[str] = field(max=20)


app = App(__name__)
