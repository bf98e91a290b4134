"""Whoever filters by a secret can guess it letter by letter."""
from __future__ import annotations

from bedplate import App, Field, User, field


class Person(User):
    token: Field[str] = field(max=40, secret=True, filter=True)  # wrong


app = App(__name__, accounts=Person)
