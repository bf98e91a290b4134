"""A key that may be missing names nothing."""
from __future__ import annotations

from bedplate import App, Field, Row, field


class Country(Row):
    code: Field[str | None] = field(max=2, key=True)  # wrong
    name: Field[str] = field(max=80)


app = App(__name__)
