"""Nothing is equal to nothing."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, upsert="code"):  # wrong
    code: Field[str | None] = field(max=20, unique=True)


app = App(__name__)
