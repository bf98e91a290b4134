"""Each row costs a unit: the call could never be paid."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Coupon(Resource, bulk=200, limit="60/min"):  # wrong
    code: Field[str] = field(max=20)


app = App(__name__)
