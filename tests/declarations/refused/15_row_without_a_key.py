"""A table whose rows cannot be told apart."""
from __future__ import annotations

from bedplate import App, Field, Row, field


class Measurement(Row):  # wrong
    value: Field[int] = field()


app = App(__name__)
