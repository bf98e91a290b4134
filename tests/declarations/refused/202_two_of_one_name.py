"""Two classes of one name, from two parts of the application."""
from __future__ import annotations

from bedplate import App, Field, Resource, field


class Ticket(Resource):
    title: Field[str] = field(max=200)


Sold = Ticket


class Ticket(Resource):  # wrong
    seat: Field[int] = field()


app = App(Sold, Ticket)
