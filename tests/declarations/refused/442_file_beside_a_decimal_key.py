"""A file below a key that stands in no address as it is."""
from __future__ import annotations

from decimal import Decimal

from bedplate import App, Field, File, Row, field, upload


class Price(Row):
    amount: Field[Decimal] = field(key=True, places=2)
    scan: Field[File | None] = upload(default=None, max="5MB", types=("image/png",))  # wrong


app = App(__name__)
