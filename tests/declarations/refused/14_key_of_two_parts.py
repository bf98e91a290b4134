"""A reference to a row that needs two values to be named."""
from __future__ import annotations

from bedplate import App, Field, Ref, Resource, Row, field, ref


class Seat(Row):
    row: Field[int] = field(key=True)
    number: Field[int] = field(key=True)


class Booking(Resource):
    seat: Ref[Seat] = ref()  # wrong


app = App(__name__)
