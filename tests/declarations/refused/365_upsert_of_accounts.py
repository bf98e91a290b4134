"""Accounts register."""
from __future__ import annotations

from bedplate import App, Field, User, field


class Coupon(User, upsert="code"):  # wrong
    code: Field[str] = field(max=20, unique=True)


app = App(__name__, accounts=Coupon)
