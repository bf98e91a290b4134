"""A key that is measured."""
from __future__ import annotations

from bedplate import App, Field, Row, field


class Reading(Row):
    value: Field[float] = field(key=True)  # wrong


app = App(__name__)
