"""A link holds one key for each side."""
from __future__ import annotations

from bedplate import App, Field, Many, Resource, Row, User, field, links


class Person(User):
    name: Field[str] = field(max=80)


class Seat(Row):
    line: Field[int] = field(key=True, ge=1, le=100)
    place: Field[int] = field(key=True, ge=1, le=100)


class Ticket(Resource):
    seats: Many[Seat] = links()  # wrong


app = App(__name__, accounts=Person)
