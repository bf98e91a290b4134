"""Words are kept under one key."""
from __future__ import annotations

from bedplate import App, Field, Row, User, field


class Person(User):
    name: Field[str] = field(max=80)


class Seat(Row):
    line: Field[int] = field(key=True, ge=1, le=100)
    place: Field[int] = field(key=True, ge=1, le=100)
    note: Field[str] = field(max=80, search=True)  # wrong


app = App(__name__, accounts=Person)
